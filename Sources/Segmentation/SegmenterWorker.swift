package import RasterModel

/// Classifies pixels for one thread: owns registers and planes.
package protocol SegmenterWorker: AnyObject {
    /// Classifies every pixel of `core`.
    ///
    /// - Parameters:
    ///   - pixels: samples of a window that contains `core` grown by the method's margin, as far as the raster reaches.
    ///   - core: the pixels wanted, in the raster's numbering.
    ///   - codes: row-major mask codes of `core`: a class code, `MaskCode.nodata` where a pixel is not valid, or
    ///     `MaskCode.unobserved` where nothing can be told. Grown when too small.
    func classify(_ pixels: PixelView, core: PixelWindow, codes: inout [UInt8])
    /// A number of every pixel of the core that was classified last: row-major, maybe more than those; NaN where there is
    /// none.
    func signal(_ number: Int) -> [Float]
}
