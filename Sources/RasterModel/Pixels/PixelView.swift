/// A pixel buffer as one catalog sees it: which plane is which of its bands, and which pixels hold an observation of
/// them. It shares the buffer's memory: let it go before the buffer is filled again, or the buffer is copied.
package struct PixelView: Sendable {
    /// Where the samples come from.
    package var window: PixelWindow { buffer.window }
    private let buffer: PixelBuffer
    private let planes: [Int]
    private let scalings: [BandScaling?]
    /// One byte a pixel of the window, row-major; 0 where the pixel holds no observation.
    package let validity: [UInt8]

    /// A view of a buffer.
    ///
    /// - Parameters:
    ///   - buffer: the samples.
    ///   - planes: for each band of the catalog the plane of the buffer.
    ///   - scalings: for each band what turns a stored number into the measured one; nil where nothing does.
    ///   - validity: one byte a pixel, row-major; 0 where the pixel holds no observation.
    package init(_ buffer: PixelBuffer, planes: [Int], scalings: [BandScaling?], validity: [UInt8]) {
        precondition(planes.count == scalings.count && validity.count >= buffer.window.count)
        self.buffer = buffer
        self.planes = planes
        self.scalings = scalings
        self.validity = validity
    }

    /// Measured values of a run of pixels of one row, by their position in the raster; as many as `out` holds.
    package func load(band: Int, row: Int, column: Int, into out: inout MutableSpan<Float>) {
        buffer.load(
            band: planes[band], row: row - buffer.window.row, column: column - buffer.window.column, into: &out)
        if let scaling = scalings[band] { scaling.apply(to: &out) }
    }

    /// Where the validity of a run of pixels of one row lies, by their position in the raster.
    package func range(row: Int, column: Int, count: Int) -> Range<Int> {
        let start = buffer.window.index(column: column, row: row)
        return start..<start + count
    }
}
