import RasterModel

/// Fills the planes of a buffer with the samples of a window. Belongs to one thread.
protocol WindowDecoder: AnyObject {
    /// - Parameters:
    ///   - planes: for each plane the band's number, from 1.
    ///   - buffer: has been reset to the window.
    func read(_ window: PixelWindow, planes: [Int], into buffer: inout PixelBuffer) throws(RasterError)
}
