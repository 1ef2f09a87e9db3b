import RasterModel
import Spool

/// The least and the largest stored number of a band over the valid points of the preview's lattice.
struct BandRange: Sendable, Hashable {
    /// Points that are looked at before a band is called constant.
    private static let fewest = 25

    private(set) var low = Double.infinity
    private(set) var high = -Double.infinity
    /// Points that hold a number.
    private(set) var count = 0

    /// True where the band has one value only, as far as it was looked at.
    var isConstant: Bool { count >= Self.fewest && low == high }

    mutating func add(_ value: Double) {
        guard !value.isNaN else { return }
        low = min(low, value)
        high = max(high, value)
        count += 1
    }

    mutating func merge(_ other: BandRange) {
        low = min(low, other.low)
        high = max(high, other.high)
        count += other.count
    }
}

extension BandRange: Spillable {
    func write(to writer: inout ByteWriter) {
        writer.put(number: low)
        writer.put(number: high)
        writer.put(count)
    }

    init(from reader: inout ByteReader) {
        low = reader.decimal()
        high = reader.decimal()
        count = reader.number()
    }
}

extension Preview.Lattice {
    /// The ranges of some planes over a tile's core.
    ///
    /// - Parameter codes: of the core, row-major; only what has a class counts.
    func ranges(of core: PixelWindow, planes: [Int], in buffer: PixelBuffer, codes: [UInt8]) -> [BandRange] {
        var ranges = [BandRange](repeating: BandRange(), count: planes.count)
        let (columns, rows) = pixels(of: core)
        let inside = columns.map { $0 - buffer.window.column }
        var line: [Double] = []
        for row in rows {
            let first = (row - core.row) * core.width - core.column
            for (index, plane) in planes.enumerated() {
                buffer.gather(band: plane, row: row - buffer.window.row, columns: inside, into: &line)
                for (column, value) in zip(columns, line) where MaskCode.isClass(codes[first + column]) {
                    ranges[index].add(value)
                }
            }
        }
        return ranges
    }
}
