import RasterModel

/// One pixel at the border of a block.
struct BorderPixel {
    /// Equal keys are connected where they share a side.
    var key: UInt8
    /// Equal ones are connected where they share a corner; 0 for none.
    var cornerKey: UInt8
    /// What it shows to others.
    var face: UInt8
    /// The fragment that it belongs to; -1 for none.
    var fragment: Int32

    /// A pixel of no fragment.
    static func other(face: UInt8) -> BorderPixel {
        BorderPixel(key: PixelKeys.unlabelled, cornerKey: PixelKeys.unlabelled, face: face, fragment: -1)
    }
}
