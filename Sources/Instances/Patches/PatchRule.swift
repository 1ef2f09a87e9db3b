/// Which patches of a mask are removed, and what becomes of them.
///
/// A patch is a component of one class. What is decided depends on the whole mask alone, never on an order of patches:
/// every patch is judged as it is before the step. Absent pixels (nodata, outside, unobserved) never change and are
/// nobody's neighbours; "border" counts sides of pixels.
package enum PatchRule: Hashable, Sendable {
    /// Minimum mapping unit: patches below it are removed.
    ///
    /// 1. A removed patch takes the class with which it has the longest border, counted over patches that stay (the
    ///    lowest code among equals).
    /// 2. Removed patches that border on none that stays are taken together where they share sides. Such a group
    ///    becomes one patch: of its own most frequent class where it is not below the unit itself or where nothing but
    ///    absent pixels and the raster's edge is around it, else of the class with which it has the longest border after
    ///    1.
    ///
    /// So no patch below the unit is left, except where all that hangs together is below it. Doing it again changes
    /// nothing.
    ///
    /// - Parameter classes: only patches of these are removed; nil for all. Then the promise holds for those only.
    case sieve(below: PatchLimit, classes: Set<UInt8>? = nil)
    /// Holes: patches below a size are taken together where they share sides, whatever their classes. A group that is
    /// itself below the size, and that only patches of one class are around, not absent pixels nor the raster's edge,
    /// becomes that class.
    ///
    /// - Parameter into: only holes in these classes are filled; nil for all.
    case fill(below: PatchLimit, into: Set<UInt8>? = nil)
    /// Patches of a class that are not within limits of shape are removed, and take the class with which they have the
    /// longest border (patches of other classes all stay). Where nothing but absent pixels and the edge is around one,
    /// it stays.
    case keep(UInt8, ShapeLimits)

    /// True for patches that are judged and found wanting.
    func removes(_ region: RegionProperties) -> Bool {
        switch self {
        case .sieve(let limit, let classes):
            (classes?.contains(region.code) ?? true)
                && limit.isAbove(pixels: region.pixels, area: region.area, areaUnknown: region.areaUnknown)
        case .fill(let limit, _):
            limit.isAbove(pixels: region.pixels, area: region.area, areaUnknown: region.areaUnknown)
        case .keep(let code, let limits):
            region.code == code && !limits.hold(for: region)
        }
    }

    /// Whether areas decide.
    var comparesAreas: Bool {
        switch self {
        case .sieve(.area, _), .fill(.area, _): true
        case .sieve, .fill, .keep: false
        }
    }

    /// Whether removed patches are taken together before the first verdict.
    var joinsPatches: Bool {
        if case .fill = self { true } else { false }
    }

    var countsDiagonals: Bool {
        if case .keep = self { true } else { false }
    }

    /// Whether patches without a verdict get a second one, in groups.
    var judgesStranded: Bool {
        if case .sieve = self { true } else { false }
    }

    /// The class that a removed patch or group takes; 0 where there is none.
    func firstVerdict(_ group: PatchGroup) -> UInt8 {
        switch self {
        case .sieve, .keep:
            return group.faces.mostFrequentClass ?? 0
        case .fill(let limit, let into):
            let around = group.faces.entries.map(\.code)
            guard around.count == 1, let code = group.faces.mostFrequentClass, into?.contains(code) ?? true,
                limit.isAbove(pixels: group.pixels, area: group.area, areaUnknown: group.areaUnknown)
            else { return 0 }
            return code
        }
    }

    /// The class that a group of patches takes that got none the first time.
    func secondVerdict(_ group: PatchGroup) -> UInt8 {
        let own = group.contents.mostFrequentClass ?? 0
        guard case .sieve(let limit, _) = self,
            limit.isAbove(pixels: group.pixels, area: group.area, areaUnknown: group.areaUnknown)
        else { return own }
        return group.faces.mostFrequentClass ?? own
    }
}
