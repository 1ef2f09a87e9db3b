/// What a formula gives for a pixel.
package enum FormulaKind: Sendable, Hashable {
    /// A Float32.
    case number
    /// True, false or unknown.
    case condition
}
