package import RasterModel

/// One step of a catalog's `clean`: what is done to the class mask after every pixel has been decided.
///
/// Pixels that belong to no class (nodata, unobserved, outside) take no part and never change. Widths are diameters.
package enum CleanStep: Hashable, Sendable {
    /// Each pixel takes the class that most pixels of the disc have; in a tie its own, else the lowest.
    case majority(width: GroundLength)
    /// Parts of the class that are narrower than the width become the most frequent other class around them.
    case open(classValue: UInt8, width: GroundLength)
    /// Gaps in the class that are narrower than the width become the class.
    case close(classValue: UInt8, width: GroundLength)

    /// The width of the disc.
    package var width: GroundLength {
        switch self {
        case .majority(let width), .open(_, let width), .close(_, let width): width
        }
    }

    /// The same step with another value for its class.
    package func mapping(_ value: (UInt8) -> UInt8) -> CleanStep {
        switch self {
        case .majority: self
        case .open(let item, let width): .open(classValue: value(item), width: width)
        case .close(let item, let width): .close(classValue: value(item), width: width)
        }
    }
}
