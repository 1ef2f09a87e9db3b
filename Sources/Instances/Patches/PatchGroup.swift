/// Removed patches that are judged together: how large they are, of what they consist and what is around them.
struct PatchGroup: Hashable, Sendable {
    var pixels = 0
    var area: UInt128 = 0
    var areaUnknown = 0
    /// Pixels by class.
    var contents = CodeTally()
    /// Sides of pixels by what others show there.
    var faces = CodeTally()

    /// Nothing: the identity of `merge`.
    init() {}

    mutating func add(_ patch: RegionProperties) {
        pixels += patch.pixels
        area += patch.area
        areaUnknown += patch.areaUnknown
        contents.add(patch.code, patch.pixels)
    }
}

extension PatchGroup: SeamFragment {
    /// Takes over another fragment of the same group.
    mutating func merge(_ other: PatchGroup) {
        pixels += other.pixels
        area += other.area
        areaUnknown += other.areaUnknown
        contents.merge(other.contents)
        faces.merge(other.faces)
    }

    /// Pairs inside a group do not matter.
    mutating func pair(_ pair: PixelPair) {}

    /// Counts a side.
    mutating func meet(_ face: UInt8) {
        if face != Face.hidden { faces.add(face) }
    }
}
