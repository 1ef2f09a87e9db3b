/// How a catalog or a person names a band of the raster.
package enum BandReference: Hashable, Sendable, CustomStringConvertible {
    case role(BandRole)
    /// Counted from 1, as GDAL does.
    case number(Int)

    /// The role's name, or "band" and the number.
    package var description: String {
        switch self {
        case .role(let role): role.rawValue
        case .number(let number): "band \(number)"
        }
    }
}
