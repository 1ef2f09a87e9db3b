/// Comparisons of single numbers: what the row loops do for each pixel, and what folds constants.
extension ComparisonOperator {
    @inline(__always)
    func apply(_ x: Float, _ y: Float) -> Truth {
        guard x.isFinite, y.isFinite else { return .unknown }
        return holds(x, y) ? .yes : .no
    }

    @inline(__always)
    func holds(_ x: Float, _ y: Float) -> Bool {
        switch self {
        case .less: x < y
        case .lessOrEqual: x <= y
        case .greater: x > y
        case .greaterOrEqual: x >= y
        case .equal: x == y
        case .notEqual: x != y
        }
    }

    /// The operator that says the same with its sides exchanged.
    var mirrored: ComparisonOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual: self
        }
    }
}
