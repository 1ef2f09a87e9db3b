/// A size that patches are compared with.
package enum PatchLimit: Hashable, Sendable {
    /// Number of pixels.
    case pixels(Int)
    /// Area in `FixedArea` units. Patches with pixels of unknown area are not below it.
    case area(UInt128)

    func isAbove(pixels: Int, area: UInt128, areaUnknown: Int) -> Bool {
        switch self {
        case .pixels(let limit): pixels < limit
        case .area(let limit): areaUnknown == 0 && area < limit
        }
    }
}
