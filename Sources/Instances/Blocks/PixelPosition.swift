package import Spool

/// A pixel of the raster. Ordered as pixels are read: row by row, from left to right.
package struct PixelPosition: Hashable, Comparable, Sendable {
    // Row above column, so that one comparison orders positions.
    private let packed: UInt64

    /// Column in the raster.
    package var column: Int { Int(packed & 0xffff_ffff) }
    /// Row in the raster.
    package var row: Int { Int(packed &>> 32) }

    /// A position from column and row, both less than 2^31.
    package init(column: Int, row: Int) {
        packed = UInt64(UInt32(row)) << 32 | UInt64(UInt32(column))
    }

    private init(packed: UInt64) { self.packed = packed }

    /// Behind every pixel.
    static let behindAll = PixelPosition(packed: .max)

    /// True where `a` is read before `b`.
    package static func < (a: PixelPosition, b: PixelPosition) -> Bool { a.packed < b.packed }
}

extension PixelPosition: SpillKey {
    /// Appends the position.
    package func write(to writer: inout ByteWriter) {
        writer.put(row)
        writer.put(column)
    }

    /// Reads a position.
    package init(from reader: inout ByteReader) {
        let row = reader.number()
        self.init(column: reader.number(), row: row)
    }
}

extension PixelPosition: CustomStringConvertible {
    /// Column and row, for messages.
    package var description: String { "column \(column), row \(row)" }
}
