import RasterModel

/// A border of which only the pixels matter.
struct NoPart: SeamPart {
    mutating func merge(_ other: NoPart) {}
    mutating func pair(_ pair: PixelPair) {}
    mutating func meet(_ face: UInt8) {}
}
