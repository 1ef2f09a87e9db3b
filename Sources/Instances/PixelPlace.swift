/// A pixel of the raster. Ordered as pixels are read: row by row, from left to right.
public struct PixelPlace: Hashable, Comparable, Sendable {
    /// Column in the raster.
    public var column: Int
    /// Row in the raster.
    public var row: Int

    /// A place from column and row.
    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// True where `a` is read before `b`.
    public static func < (a: PixelPlace, b: PixelPlace) -> Bool {
        (a.row, a.column) < (b.row, b.column)
    }
}

extension PixelPlace: Spillable {
    /// Appends the place.
    public func write(to writer: inout ByteWriter) {
        writer.put(row)
        writer.put(column)
    }

    /// Reads a place.
    public init(from reader: inout ByteReader) {
        row = reader.number()
        column = reader.number()
    }
}
