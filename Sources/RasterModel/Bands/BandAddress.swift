/// A band of the raster that sets the grid, or of one of the files that bring further bands.
package struct BandAddress: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral {
    /// 0 is the raster that sets the grid; 1 and up are the other files in the order in which they were named.
    package var file: Int
    /// Counted from 1, as GDAL does.
    package var number: Int

    /// A band by file and number.
    package init(file: Int, number: Int) {
        self.file = file
        self.number = number
    }

    /// A plain number is a band of the raster itself.
    package init(integerLiteral number: Int) { self.init(file: 0, number: number) }

    /// Files in order, then bands in order.
    package static func < (a: BandAddress, b: BandAddress) -> Bool { (a.file, a.number) < (b.file, b.number) }
}
