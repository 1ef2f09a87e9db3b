/// Where a band is: a number of the raster itself, or of another file.
public struct BandSource: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// The other file, by any name that GDAL opens; nil: the raster itself.
    public var file: String?
    /// Counted from 1.
    public var number: Int

    /// A band by file and number.
    public init(file: String? = nil, number: Int) {
        self.file = file
        self.number = number
    }

    /// A plain number is a band of the raster itself.
    public init(integerLiteral number: Int) { self.init(number: number) }
}
