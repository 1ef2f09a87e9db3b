import Foundation

/// The operations of formulas on single numbers: what the row loops do for each pixel, and what folds constants.
///
/// Everything is Float32 with one rounding. A division, power, logarithm or exponential that has no finite result
/// is NaN (never infinite), so that an invalid value cannot become valid again in `min` or `1 / x`.
extension RuleProgram.UnaryOperation {
    @inline(__always)
    func apply(_ x: Float) -> Float {
        switch self {
        case .negate: -x
        case .magnitude: x.magnitude
        case .squareRoot: x.squareRoot()
        case .logarithm: finiteOrNaN(Foundation.log(x))
        case .exponential: finiteOrNaN(Foundation.exp(x))
        case .firstPower: finiteOrNaN(x)
        case .secondPower: finiteOrNaN(x * x)
        case .halfPower: finiteOrNaN(x.squareRoot())
        }
    }
}

extension RuleProgram.BinaryOperation {
    @inline(__always)
    func apply(_ x: Float, _ y: Float) -> Float {
        switch self {
        case .add: x + y
        case .subtract: x - y
        case .multiply: x * y
        case .divide: finiteOrNaN(x / y)
        case .power: finiteOrNaN(Foundation.pow(x, y))
        // NaN on either side stays NaN.
        case .minimum: x < y || x != x ? x : y
        case .maximum: x > y || x != x ? x : y
        }
    }
}

/// x where it is finite, else NaN, without a branch: x - x is 0 for finite x and NaN for the others.
@inline(__always)
func finiteOrNaN(_ x: Float) -> Float { x + (x - x) }
