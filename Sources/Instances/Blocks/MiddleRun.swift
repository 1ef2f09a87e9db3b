/// Pixels of an object side by side in the row nearest to its centroid.
struct MiddleRun: Sendable {
    /// First pixel of the object.
    let object: PixelPosition
    let row: Int
    /// In the raster.
    var columns: Range<Int>
}
