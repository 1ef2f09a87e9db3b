/// A value of a feature in one column.
package enum FeatureValue: Hashable, Sendable {
    case integer(Int)
    case real(Double)
    case text(String)
    case flag(Bool)
    /// Not known.
    case none

    /// A number, or not known.
    package static func real(_ number: Double?) -> FeatureValue { number.map { .real($0) } ?? .none }
}
