/// The patches of one class in the terms of landscape ecology (McGarigal and Marks 1995, FRAGSTATS): how many, how large,
/// and how long their edges are. Integers that add up in any order.
package struct PatchFigures: Hashable, Sendable {
    /// Patches of one number of pixels.
    private struct Group: Hashable, Sendable {
        var count = 0
        var area: UInt128 = 0
    }

    /// By number of pixels. A raster of n pixels has patches of less than sqrt(2 n) different sizes, so that a million
    /// patches take no more memory than a thousand.
    private var groups: [Int: Group] = [:]
    /// Number of patches.
    package private(set) var count = 0
    /// Pixels of all patches.
    package private(set) var pixels = 0
    /// Area of all patches in `FixedArea` units; 0 where the raster has no areas.
    package private(set) var area: UInt128 = 0
    /// Area of the patch with the largest one.
    package private(set) var largestArea: UInt128 = 0
    /// Left and right sides of pixels beyond which lies a pixel of another class.
    package internal(set) var verticalSides = 0
    /// Upper and lower sides of pixels beyond which lies a pixel of another class.
    package internal(set) var horizontalSides = 0

    /// No patches: the identity of `merge`.
    package init() {}

    /// Pixels of the patch with the most of them; 0 where there is none.
    package var largestPixels: Int { groups.keys.max() ?? 0 }

    mutating func add(pixels: Int, area: UInt128) {
        groups[pixels, default: Group()].count += 1
        groups[pixels, default: Group()].area += area
        count += 1
        self.pixels += pixels
        self.area += area
        largestArea = max(largestArea, area)
    }

    mutating func merge(_ other: PatchFigures) {
        for (pixels, group) in other.groups {
            groups[pixels, default: Group()].count += group.count
            groups[pixels, default: Group()].area += group.area
        }
        count += other.count
        pixels += other.pixels
        area += other.area
        largestArea = max(largestArea, other.largestArea)
        verticalSides += other.verticalSides
        horizontalSides += other.horizontalSides
    }

    /// Number of pixels of the patch in the middle when patches are sorted by it, and its area in `FixedArea` units: the
    /// mean of all patches of that many pixels. Of an even number of patches the mean of the middle two. nil where there
    /// are none.
    package var median: (pixels: Double, area: Double)? {
        guard count > 0 else { return nil }
        let sizes = groups.keys.sorted()
        let (lower, upper) = (size(at: (count - 1) / 2, sizes), size(at: count / 2, sizes))
        return (Double(lower + upper) / 2, (meanArea(lower) + meanArea(upper)) / 2)
    }

    /// - Parameter sizes: all of them, ascending.
    private func size(at rank: Int, _ sizes: [Int]) -> Int {
        var passed = 0
        for size in sizes {
            passed += groups[size]?.count ?? 0
            if passed > rank { return size }
        }
        preconditionFailure("there are fewer patches")
    }

    private func meanArea(_ pixels: Int) -> Double {
        groups[pixels].map { Double($0.area) / Double($0.count) } ?? 0
    }
}
