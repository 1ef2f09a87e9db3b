import RasterModel

extension PixelWindow {
    /// Width and height.
    var size: RasterSize { RasterSize(width: width, height: height) }
}
