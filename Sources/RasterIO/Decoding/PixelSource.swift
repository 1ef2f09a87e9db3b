package import RasterModel

/// What the pixels of a raster can be read from, by any number of threads.
package protocol PixelSource: AnyObject, Sendable {
    /// Opens a reader for one thread.
    ///
    /// - Parameter selection: the planes and masks that it fills; made for the same rasters.
    /// - Throws: when a file cannot be opened.
    func open(_ selection: ReadSelection) throws -> any PixelReader
}
