/// Reads windows of a raster into pixel buffers. One reader belongs to one thread; every thread opens its own.
package protocol PixelReader: AnyObject {
    /// Reads a window that lies inside the raster.
    ///
    /// - Parameter buffer: becomes the window: its samples, its masks, and the parts of it that could not be read.
    /// - Throws: when samples cannot be had; the error names the raster and the window.
    func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws
}
