/// A band as a person names it: a number of the raster at hand, or a number of another file.
package struct NamedBand: Hashable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    /// The other file, by any name that GDAL opens; nil: the raster itself.
    package var path: String?
    /// Counted from 1.
    package var number: Int

    /// A band by file and number.
    package init(path: String? = nil, number: Int) {
        self.path = path
        self.number = number
    }

    /// A plain number is a band of the raster itself.
    package init(integerLiteral number: Int) { self.init(number: number) }

    /// As it is typed: `4`, `B08.tif:1`.
    package var description: String { path.map { "\($0):\(number)" } ?? String(number) }
}
