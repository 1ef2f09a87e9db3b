import RasterModel
import Testing

@Suite("Band scaling")
struct BandScalingTests {
    private func scaled(_ values: [Float], _ scale: Float, _ offset: Float) -> [Float] {
        var values = values
        var span = values.mutableSpan
        BandScaling(scale: scale, offset: offset).apply(to: &span)
        return values
    }

    @Test("Scale first, then offset")
    func order() {
        #expect(scaled([0, 1, -2, 100], 0.5, 3) == [3, 3.5, 2, 53])
        #expect(scaled([], 2, 1) == [])
    }

    @Test("The product is rounded before the offset is added")
    func twoRoundings() {
        // (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24, half way between two floats: the even one is 1 + 2^-11.
        let x: Float = 1 + 0x1p-12
        #expect(scaled(Array(repeating: x, count: 33), x, -(1 + 0x1p-11)) == Array(repeating: 0, count: 33))
    }

    @Test("What is not a number stays so; what overflows becomes infinite")
    func special() {
        let result = scaled([.nan, .infinity, 3e38], 2, 1)
        #expect(result[0].isNaN && result[1] == .infinity && result[2] == .infinity)
    }
}
