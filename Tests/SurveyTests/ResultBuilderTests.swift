import RasterModel
import Testing

@testable import Results
@testable import Survey

@Suite("From what is collected to results")
struct ResultBuilderTests {
    @Test("The quantiles of sizes that are collected are those that results name")
    func quantiles() {
        #expect(ObjectTotals.shares.map(\.name) == ObjectSizes.quantileNames)
        #expect(ObjectTotals.shares[3].share == 0.5 && ObjectTotals.shares[6].share == 1)
    }

    @Test("Objects per hectare are of judged ground; without any they do not exist, nor do sizes of none")
    func figures() {
        var group = ObjectTotals.Group()
        let none = ObjectFigures(group, hasAreas: false, judgedArea: 0)
        #expect(none.count == 0 && none.perHectare == nil && none.sizes == nil && none.sizeUnit == .pixels)
        (group.count, group.total, group.quantiles) = (4, 10, [1, 1, 2, 2.5, 3, 4, 4])
        let four = ObjectFigures(group, hasAreas: false, judgedArea: 20_000)
        #expect(four.perHectare == 2 && four.sizes?.mean == 2.5 && four.sizes?.largest == 4)
    }

    @Test("Float32 numbers get the double of fewest digits", arguments: [0.1, -2.5, 1e-7, 16_777_216] as [Float])
    func decimals(value: Float) {
        #expect(Float(value.decimal) == value)
        #expect("\(value.decimal)" == "\(Double("\(value)") ?? .nan)")
    }

    @Test("Every format of objects has a file of the run folder that ends as the format is called")
    func formats() {
        #expect(ObjectFormat.allCases.allSatisfy { $0.file.name == "objects." + $0.rawValue })
    }
}
