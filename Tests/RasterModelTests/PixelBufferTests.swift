import RasterModel
import TestSupport
import Testing

/// Samples of one type and the Float32 numbers that they must become.
struct SampleCase: Sendable, CustomTestStringConvertible {
    let type: SampleType
    /// Puts the samples into the buffer, the first one at this index.
    let put: @Sendable (inout PixelBuffer, Int) -> Void
    let floats: [Float]
    let doubles: [Double]
    var testDescription: String { type.rawValue }

    init<T: Sendable>(
        _ type: SampleType, _ array: any WritableKeyPath<PixelBuffer, [T]> & Sendable,
        _ cases: [(sample: T, float: Float, double: Double)]
    ) {
        self.type = type
        let samples = cases.map(\.sample)
        put = { buffer, start in buffer[keyPath: array].replaceSubrange(start..<start + samples.count, with: samples) }
        floats = cases.map(\.float)
        doubles = cases.map(\.double)
    }

    static let all = [
        SampleCase(.uint8, \.uint8, [(0, 0, 0), (1, 1, 1), (128, 128, 128), (255, 255, 255)]),
        SampleCase(.int8, \.int8, [(-128, -128, -128), (-1, -1, -1), (0, 0, 0), (127, 127, 127)]),
        SampleCase(.uint16, \.uint16, [(0, 0, 0), (256, 256, 256), (32768, 32768, 32768), (65535, 65535, 65535)]),
        SampleCase(.int16, \.int16, [(-32768, -32768, -32768), (-9999, -9999, -9999), (32767, 32767, 32767)]),
        // 2^24 + 1 and 2^24 + 3 lie half way between two floats: to the even one.
        SampleCase(
            .uint32, \.uint32,
            [
                (0, 0, 0), (16_777_217, 16_777_216, 16_777_217), (16_777_219, 16_777_220, 16_777_219),
                (4_294_967_167, 4_294_967_040, 4_294_967_167), (.max, 4_294_967_296, 4_294_967_295),
            ]),
        SampleCase(
            .int32, \.int32,
            [
                (.min, -2_147_483_648, -2_147_483_648), (-16_777_217, -16_777_216, -16_777_217), (-1, -1, -1),
                (.max, 2_147_483_648, 2_147_483_647),
            ]),
        SampleCase(
            .float32, \.float32,
            [
                (-0.0, -0.0, -0.0), (0.1, 0.1, Double(Float(0.1))), (.infinity, .infinity, .infinity),
                (.nan, .nan, .nan), (.leastNonzeroMagnitude, .leastNonzeroMagnitude, 0x1p-149),
            ]),
        SampleCase(
            .float64, \.float64,
            [
                (0.1, 0.1, 0.1), (1 + 0x1p-24, 1, 1 + 0x1p-24),
                (1 + 0x1p-24 + 0x1p-50, 1 + 0x1p-23, 1 + 0x1p-24 + 0x1p-50),
                (1e300, .infinity, 1e300), (-1e-300, -0.0, -1e-300), (.nan, .nan, .nan),
            ]),
    ]
}

@Suite("Pixel buffer")
struct PixelBufferTests {
    private func load(_ buffer: PixelBuffer, band: Int, row: Int, column: Int, count: Int) -> [Float] {
        var out = [Float](repeating: -7, count: count)
        var span = out.mutableSpan
        buffer.load(band: band, row: row, column: column, into: &span)
        return out
    }

    @Test("Every type is converted with one rounding", arguments: SampleCase.all)
    func load(item: SampleCase) {
        let count = item.floats.count
        var buffer = PixelBuffer()
        buffer.reset(
            window: PixelWindow(column: 40, row: 7, width: count + 3, height: 4), bandCount: 3, type: item.type)
        // Band 1 (of 0...2), row 2, from column 2 on.
        item.put(&buffer, (1 * 4 + 2) * (count + 3) + 2)
        let loaded = load(buffer, band: 1, row: 2, column: 2, count: count)
        let exact = (0..<count).map { buffer.sample(band: 1, column: 2 + $0, row: 2) }
        var gathered: [Double] = []
        buffer.gather(band: 1, row: 2, columns: (2..<2 + count).reversed(), into: &gathered)
        #expect(gathered.reversed().map(\.bitPattern) == exact.map(\.bitPattern))
        for i in 0..<count {
            #expect(loaded[i].bitPattern == item.floats[i].bitPattern || (loaded[i].isNaN && item.floats[i].isNaN))
            #expect(exact[i].bitPattern == item.doubles[i].bitPattern || (exact[i].isNaN && item.doubles[i].isNaN))
        }
        // Parts of the row, shorter than any vector register.
        for i in 0..<count where !item.floats[i].isNaN {
            #expect(load(buffer, band: 1, row: 2, column: 2 + i, count: 1) == [item.floats[i]])
        }
    }

    @Test("Whole numbers of 32 bits round like the double that holds them", arguments: [1, 15, 16, 17, 1000])
    func wholeNumbers(count: Int) {
        var random = SeededGenerator(count)
        var buffer = PixelBuffer()
        let window = PixelWindow(column: 0, row: 0, width: count, height: 1)
        buffer.reset(window: window, bandCount: 1, type: .uint32)
        for i in 0..<count { buffer.uint32[i] = .random(in: 0...(.max), using: &random) }
        #expect(load(buffer, band: 0, row: 0, column: 0, count: count) == buffer.uint32.map { Float(Double($0)) })
        buffer.reset(window: window, bandCount: 1, type: .int32)
        for i in 0..<count { buffer.int32[i] = .random(in: .min...(.max), using: &random) }
        #expect(load(buffer, band: 0, row: 0, column: 0, count: count) == buffer.int32.map { Float(Double($0)) })
    }

    @Test("A buffer that is used again takes the new window")
    func reuse() {
        var buffer = PixelBuffer()
        let large = PixelWindow(column: 3, row: 4, width: 6, height: 5)
        buffer.reset(window: large, bandCount: 2, type: .uint16)
        #expect(buffer.uint16.count == 60)
        let small = PixelWindow(column: 0, row: 0, width: 2, height: 1)
        buffer.reset(window: small, bandCount: 1, type: .float32)
        #expect(buffer.window == small && buffer.bandCount == 1 && buffer.type == .float32)
        buffer.reset(window: large, bandCount: 3, type: .uint16, maskCount: 2)
        #expect(buffer.uint16.count == 90 && buffer.masks.count == 60)
    }

    @Test("Samples stand band after band, row after row")
    func order() {
        var buffer = PixelBuffer()
        buffer.reset(window: PixelWindow(column: 9, row: 9, width: 3, height: 2), bandCount: 2, type: .uint8)
        let indices = (0..<2).flatMap { band in
            (0..<2).flatMap { row in (0..<3).map { buffer.index(band: band, column: $0, row: row) } }
        }
        #expect(indices == Array(0..<12))
    }

    @Test("The types know their bytes")
    func sizes() {
        #expect(SampleCase.all.map(\.type.size) == [1, 1, 2, 2, 4, 4, 4, 8])
    }
}
