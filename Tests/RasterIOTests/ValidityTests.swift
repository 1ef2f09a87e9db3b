import RasterModel
import Testing

@testable import RasterIO

@Suite("Validity rule")
struct ValidityRuleTests {
    private func validity(_ rule: ValidityRule, _ planes: [[UInt8]]) -> [UInt8] {
        var buffer = PixelBuffer()
        buffer.reset(
            window: PixelWindow(column: 0, row: 0, width: planes[0].count, height: 1), bandCount: planes.count,
            type: .uint8)
        buffer.uint8.replaceSubrange(0..<planes[0].count * planes.count, with: planes.joined())
        var validity: [UInt8] = []
        rule.apply(buffer, into: &validity)
        return validity
    }

    private func validity(_ rule: ValidityRule, floats: [Float]) -> [UInt8] {
        var buffer = PixelBuffer()
        buffer.reset(
            window: PixelWindow(column: 0, row: 0, width: floats.count, height: 1), bandCount: 1, type: .float32)
        buffer.float32.replaceSubrange(0..<floats.count, with: floats)
        var validity: [UInt8] = []
        rule.apply(buffer, into: &validity)
        return validity
    }

    @Test("Without a rule every pixel is valid")
    func none() {
        #expect(validity(ValidityRule(), [[0, 1, 255]]) == [255, 255, 255])
    }

    @Test("Black in one channel is a colour, black in all of them a gap")
    func allEqual() {
        let rule = ValidityRule(allEqual: [(0..<3).map { .init(plane: $0, value: 0) }])
        #expect(
            validity(rule, [[0, 0, 0, 9, 0], [0, 0, 7, 0, 0], [0, 5, 0, 0, 0]]) == [0, 255, 255, 255, 0])
        let other = ValidityRule(allEqual: [
            [.init(plane: 2, value: 1), .init(plane: 0, value: 2), .init(plane: 1, value: 3)]
        ])
        #expect(validity(other, [[2, 1], [3, 2], [1, 3]]) == [0, 255])
    }

    @Test("One band without data is enough where each has a nodata value")
    func anyEqual() {
        let rule = ValidityRule(anyEqual: [.init(plane: 0, value: 255), .init(plane: 1, value: 0)])
        #expect(validity(rule, [[255, 1, 1, 0], [1, 0, 255, 1]]) == [0, 0, 255, 255])
    }

    @Test("Alpha 0 is nodata, any other alpha is valid")
    func alpha() {
        let rule = ValidityRule(alphaPlanes: [1])
        #expect(validity(rule, [[0, 9, 9, 9], [255, 0, 1, 128]]) == [255, 0, 255, 255])
    }

    @Test("NaN as nodata value means every NaN; infinite samples are not nodata")
    func notANumber() {
        let rule = ValidityRule(anyEqual: [.init(plane: 0, value: .nan)])
        let quiet = Float(bitPattern: 0x7FC0_1234)
        #expect(validity(rule, floats: [.nan, -.nan, quiet, 0, .infinity]) == [0, 0, 0, 255, 255])
        let number = ValidityRule(anyEqual: [.init(plane: 0, value: -9999)])
        #expect(validity(number, floats: [-9999, .nan, -9998.999, 0]) == [0, 255, 255, 255])
    }

    @Test("Alpha and nodata values add up")
    func together() {
        let rule = ValidityRule(anyEqual: [.init(plane: 0, value: 7)], alphaPlanes: [1])
        #expect(validity(rule, [[7, 7, 8, 8], [255, 0, 0, 255]]) == [0, 0, 0, 255])
    }
}

@Suite("Band selection")
struct BandSelectionTests {
    typealias Band = RasterSource.Band

    private func band(
        _ number: Int, _ colour: String, _ type: SampleType? = .uint8, nodata: Double? = nil,
        mask: RasterSource.MaskSource = .none
    ) -> Band {
        Band(number: number, type: type, typeName: "T", colour: colour, nodata: nodata, scaling: nil, mask: mask)
    }

    private func source(_ bands: [Band]) -> RasterStack {
        let source = RasterSource(
            path: "a.tif", driver: "GTiff",
            grid: RasterGrid(size: RasterSize(width: 10, height: 10), transform: nil, crs: nil), bands: bands,
            layout: .init(
                blockWidth: 10, blockHeight: 1, isTiled: false, isPlainTIFF: true, isPixelInterleaved: true,
                decodedBytes: 0),
            fileSize: nil)
        return RasterStack(source)
    }

    private func colours(_ type: SampleType = .uint8, nodata: Double?) -> [Band] {
        ["Red", "Green", "Blue"].enumerated().map { band($0.offset + 1, $0.element, type, nodata: nodata) }
    }

    @Test("Bytes in colour: nodata where all three say so, also where only one band is asked for")
    func colourBytes() throws {
        let selection = try BandSelection([2], of: source(colours(nodata: 0)), named: [])
        #expect(selection.planes == [2, 1, 3] && selection.requested == 1)
        #expect(selection.validity.allEqual.map { $0.map(\.plane) } == [[1, 0, 2]])
        #expect(selection.validity.anyEqual.isEmpty)
    }

    @Test("Other types: nodata where any band asked for says so")
    func otherTypes() throws {
        let stack = source(colours(.uint16, nodata: 65535))
        let selection = try BandSelection([3, 1], of: stack, named: [])
        let type = try ReadSelection([selection], of: stack).type
        #expect(selection.planes == [3, 1] && type == .uint16)
        #expect(selection.validity.anyEqual == [.init(plane: 0, value: 65535), .init(plane: 1, value: 65535)])
        #expect(selection.validity.allEqual.isEmpty)
    }

    @Test("A nodata value that the type cannot hold matches no sample", arguments: [-9999, 0.5, 65536, .nan])
    func impossible(nodata: Double) throws {
        #expect(
            try BandSelection([1], of: source(colours(.uint16, nodata: nodata)), named: []).validity == ValidityRule())
        #expect(try BandSelection([1], of: source(colours(nodata: nodata)), named: []).validity == ValidityRule())
    }

    @Test("A nodata value of Float32 bands is compared as Float32")
    func singlePrecision() throws {
        let bands = [band(1, "Gray", .float32, nodata: 0.1)]
        let rule = try BandSelection([1], of: source(bands), named: []).validity
        #expect(rule.anyEqual == [.init(plane: 0, value: Double(Float(0.1)))])
    }

    @Test("Alpha is read beside the bands asked for, unless somebody named it as a band")
    func alpha() throws {
        let bands = colours(nodata: nil) + [band(4, "Alpha")]
        let selection = try BandSelection([1, 2], of: source(bands), named: [1])
        #expect(selection.planes == [1, 2, 4] && selection.requested == 2 && selection.validity.alphaPlanes == [2])
        let named = try BandSelection([1, 4], of: source(bands), named: [4])
        #expect(named.planes == [1, 4] && named.validity.alphaPlanes.isEmpty)
    }

    @Test("A mask of the whole raster is read once, masks of bands one by one")
    func masks() throws {
        let whole = source((1...3).map { band($0, "Undefined", mask: .dataset) })
        #expect(try BandSelection([3, 2], of: whole, named: []).masks == [.band(1)])
        let own = source((1...3).map { band($0, "Undefined", mask: $0 == 2 ? .none : .band) })
        #expect(try BandSelection([3, 2, 1], of: own, named: []).masks == [.band(1), .band(3)])
    }

    @Test("A band that is not there, and one of complex numbers, are refused in one line")
    func refused() throws {
        let missing = #expect(throws: RasterError.self) {
            try BandSelection([4], of: source(colours(nodata: nil)), named: [])
        }
        #expect(missing?.reason == "band 4 is asked for, but it has 3 bands")
        let complex = #expect(throws: RasterError.self) {
            let stack = source([band(1, "Gray", nil)])
            return try ReadSelection([BandSelection([1], of: stack, named: [])], of: stack)
        }
        #expect(complex?.reason.hasPrefix("band 1 holds ") == true && complex?.advice != nil)
        #expect(throws: RasterError.self) { try BandSelection([0], of: source(colours(nodata: nil)), named: []) }
    }

    @Test(
        "The common type holds every sample exactly",
        arguments: [
            (Set([.uint8]), .uint8), ([.uint8, .uint16], .uint16), ([.uint8, .int16], .int16),
            ([.uint16, .int16], .int32), ([.uint16, .uint32], .uint32), ([.uint32, .int16], .float64),
            ([.uint32, .int32], .float64), ([.int32, .uint8], .int32), ([.uint16, .float32], .float32),
            ([.uint32, .float32], .float64), ([.float32, .float64], .float64), ([.int8], .int8),
            ([.int8, .uint8], nil),
        ] as [(Set<SampleType>, SampleType?)])
    func commonType(types: Set<SampleType>, expected: SampleType?) {
        #expect(SampleType.common(types) == expected)
    }
}
