import RasterModel
import Segmentation

/// A word of a formula and where it stands.
struct FormulaToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case number(Float)
        /// A number and a unit.
        case length(GroundLength)
        /// A band, a definition or a function.
        case name(String)
        case arithmetic(ArithmeticOperator)
        case comparison(ComparisonOperator)
        case logic(LogicOperator)
        case not
        case open
        case close
        case comma
        case end
    }

    var kind: Kind
    /// Unicode scalars of the formula.
    var range: Range<Int>

    /// Counted from 1.
    var column: Int { range.lowerBound + 1 }
}
