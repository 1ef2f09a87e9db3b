import RasterModel

/// Reads some bands and masks of one raster, window by window, into the first planes and masks of a buffer. Belongs to
/// one thread.
protocol LayerReader: AnyObject {
    /// Reads a window that lies inside the raster.
    ///
    /// - Parameter buffer: has been reset to the window; may have more planes and masks than are read here.
    func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError)
}
