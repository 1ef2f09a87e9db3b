/// Class and size of a patch, or of the fragment of it that lies in one block.
struct PatchSize: SeamFragment {
    private(set) var code: UInt8 = 0
    private(set) var pixels = 0
    /// In `FixedArea` units; 0 where the raster has no areas.
    private(set) var area: UInt128 = 0

    /// Nothing: the identity of `merge`.
    init() {}

    init(code: UInt8, pixels: Int, area: UInt128) {
        self.code = code
        self.pixels = pixels
        self.area = area
    }

    /// Takes over another fragment of the same patch.
    mutating func merge(_ other: PatchSize) {
        code = max(code, other.code)
        pixels += other.pixels
        area += other.area
    }

    /// Pairs of pixels do not matter.
    mutating func pair(_ pair: PixelPair) {}

    /// What is around does not matter: `ClassSides` counts it.
    mutating func meet(_ face: UInt8) {}
}
