/// A border of which only the pixels matter.
struct NoFragment: SeamFragment {
    mutating func merge(_ other: NoFragment) {}
    mutating func pair(_ pair: PixelPair) {}
    mutating func meet(_ face: UInt8) {}
}
