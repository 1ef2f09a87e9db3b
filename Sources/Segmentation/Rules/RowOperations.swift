/// The loops of the rule kernel. One loop per operation and shape of operands, so that each becomes vector code:
/// the counts are checked once before the loop, and nothing in it depends on the operation.

@inline(__always)
func mapRow(_ a: Span<Float>, into out: inout MutableSpan<Float>, _ operation: (Float) -> Float) {
    let count = out.count
    precondition(a.count == count)
    for i in 0..<count { out[i] = operation(a[i]) }
}

@inline(__always)
func zipRows(
    _ a: Span<Float>, _ b: Span<Float>, into out: inout MutableSpan<Float>, _ operation: (Float, Float) -> Float
) {
    let count = out.count
    precondition(a.count == count && b.count == count)
    for i in 0..<count { out[i] = operation(a[i], b[i]) }
}

/// Applies one operation, chosen outside of the loop.
func apply(_ operation: RuleProgram.UnaryOperation, _ a: Span<Float>, into out: inout MutableSpan<Float>) {
    switch operation {
    case .negate: mapRow(a, into: &out) { RuleProgram.UnaryOperation.negate.apply($0) }
    case .magnitude: mapRow(a, into: &out) { RuleProgram.UnaryOperation.magnitude.apply($0) }
    case .squareRoot: mapRow(a, into: &out) { RuleProgram.UnaryOperation.squareRoot.apply($0) }
    case .logarithm: mapRow(a, into: &out) { RuleProgram.UnaryOperation.logarithm.apply($0) }
    case .exponential: mapRow(a, into: &out) { RuleProgram.UnaryOperation.exponential.apply($0) }
    case .firstPower: mapRow(a, into: &out) { RuleProgram.UnaryOperation.firstPower.apply($0) }
    case .secondPower: mapRow(a, into: &out) { RuleProgram.UnaryOperation.secondPower.apply($0) }
    case .halfPower: mapRow(a, into: &out) { RuleProgram.UnaryOperation.halfPower.apply($0) }
    }
}

func apply(
    _ operation: RuleProgram.BinaryOperation, _ a: Span<Float>, _ b: Span<Float>, into out: inout MutableSpan<Float>
) {
    switch operation {
    case .add: zipRows(a, b, into: &out) { $0 + $1 }
    case .subtract: zipRows(a, b, into: &out) { $0 - $1 }
    case .multiply: zipRows(a, b, into: &out) { $0 * $1 }
    case .divide: zipRows(a, b, into: &out) { finiteOrNaN($0 / $1) }
    case .power: zipRows(a, b, into: &out) { RuleProgram.BinaryOperation.power.apply($0, $1) }
    case .minimum: zipRows(a, b, into: &out) { RuleProgram.BinaryOperation.minimum.apply($0, $1) }
    case .maximum: zipRows(a, b, into: &out) { RuleProgram.BinaryOperation.maximum.apply($0, $1) }
    }
}

func apply(
    _ operation: RuleProgram.BinaryOperation, _ a: Span<Float>, _ b: Float, into out: inout MutableSpan<Float>
) {
    switch operation {
    case .add: mapRow(a, into: &out) { $0 + b }
    case .subtract: mapRow(a, into: &out) { $0 - b }
    case .multiply: mapRow(a, into: &out) { $0 * b }
    case .divide: mapRow(a, into: &out) { finiteOrNaN($0 / b) }
    case .power: mapRow(a, into: &out) { RuleProgram.BinaryOperation.power.apply($0, b) }
    case .minimum: mapRow(a, into: &out) { RuleProgram.BinaryOperation.minimum.apply($0, b) }
    case .maximum: mapRow(a, into: &out) { RuleProgram.BinaryOperation.maximum.apply($0, b) }
    }
}

func apply(
    _ operation: RuleProgram.BinaryOperation, _ a: Float, _ b: Span<Float>, into out: inout MutableSpan<Float>
) {
    switch operation {
    case .add: mapRow(b, into: &out) { a + $0 }
    case .subtract: mapRow(b, into: &out) { a - $0 }
    case .multiply: mapRow(b, into: &out) { a * $0 }
    case .divide: mapRow(b, into: &out) { finiteOrNaN(a / $0) }
    case .power: mapRow(b, into: &out) { RuleProgram.BinaryOperation.power.apply(a, $0) }
    case .minimum: mapRow(b, into: &out) { RuleProgram.BinaryOperation.minimum.apply(a, $0) }
    case .maximum: mapRow(b, into: &out) { RuleProgram.BinaryOperation.maximum.apply(a, $0) }
    }
}

/// a * x + b * y + c * z, each operation rounded, from left to right.
func addTerms(
    _ a: Float, _ x: Span<Float>, _ b: Float, _ y: Span<Float>, _ c: Float, _ z: Span<Float>,
    into out: inout MutableSpan<Float>
) {
    let count = out.count
    precondition(x.count == count && y.count == count && z.count == count)
    for i in 0..<count {
        let first = a * x[i]
        let second = b * y[i]
        let third = c * z[i]
        let sum = first + second
        out[i] = sum + third
    }
}

/// Comparisons write truth: 2 where the relation holds, 0 where not, 1 where an operand is not finite.
@inline(__always)
private func compareRow(
    _ a: Span<Float>, _ b: Float, into out: inout MutableSpan<UInt8>, _ holds: (Float, Float) -> Bool
) {
    let count = out.count
    precondition(a.count == count)
    for i in 0..<count {
        let x = a[i]
        let truth: UInt8 = holds(x, b) ? 2 : 0
        out[i] = x - x == 0 ? truth : 1
    }
}

@inline(__always)
private func compareRows(
    _ a: Span<Float>, _ b: Span<Float>, into out: inout MutableSpan<UInt8>, _ holds: (Float, Float) -> Bool
) {
    let count = out.count
    precondition(a.count == count && b.count == count)
    for i in 0..<count {
        let (x, y) = (a[i], b[i])
        let truth: UInt8 = holds(x, y) ? 2 : 0
        // Both finite: each difference is 0, and so is their sum.
        out[i] = (x - x) + (y - y) == 0 ? truth : 1
    }
}

func compare(_ sign: ComparisonOperator, _ a: Span<Float>, _ b: Float, into out: inout MutableSpan<UInt8>) {
    guard b.isFinite else { return fill(&out, with: Truth.unknown.rawValue) }
    switch sign {
    case .less: compareRow(a, b, into: &out) { $0 < $1 }
    case .lessOrEqual: compareRow(a, b, into: &out) { $0 <= $1 }
    case .greater: compareRow(a, b, into: &out) { $0 > $1 }
    case .greaterOrEqual: compareRow(a, b, into: &out) { $0 >= $1 }
    case .equal: compareRow(a, b, into: &out) { $0 == $1 }
    case .notEqual: compareRow(a, b, into: &out) { $0 != $1 }
    }
}

func compare(_ sign: ComparisonOperator, _ a: Span<Float>, _ b: Span<Float>, into out: inout MutableSpan<UInt8>) {
    switch sign {
    case .less: compareRows(a, b, into: &out) { $0 < $1 }
    case .lessOrEqual: compareRows(a, b, into: &out) { $0 <= $1 }
    case .greater: compareRows(a, b, into: &out) { $0 > $1 }
    case .greaterOrEqual: compareRows(a, b, into: &out) { $0 >= $1 }
    case .equal: compareRows(a, b, into: &out) { $0 == $1 }
    case .notEqual: compareRows(a, b, into: &out) { $0 != $1 }
    }
}

func combine(_ sign: LogicOperator, _ a: Span<UInt8>, _ b: Span<UInt8>, into out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(a.count == count && b.count == count)
    switch sign {
    case .and: for i in 0..<count { out[i] = min(a[i], b[i]) }
    case .or: for i in 0..<count { out[i] = max(a[i], b[i]) }
    }
}

func invert(_ a: Span<UInt8>, into out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(a.count == count)
    for i in 0..<count { out[i] = 2 &- a[i] }
}

func fill(_ out: inout MutableSpan<UInt8>, with value: UInt8) {
    for i in 0..<out.count { out[i] = value }
}

/// The class where the condition is true, unobserved where it is unknown, else what was there.
func assign(_ value: UInt8, _ unknown: UInt8, when truth: Span<UInt8>, into out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(truth.count == count)
    for i in 0..<count {
        let (holds, before) = (truth[i], out[i])
        out[i] = holds == 2 ? value : (holds == 1 ? unknown : before)
    }
}

/// Keeps the code where the pixel is valid (255) and makes it nodata (0) elsewhere.
func mask(_ out: inout MutableSpan<UInt8>, by validity: Span<UInt8>) {
    let count = out.count
    precondition(validity.count == count)
    for i in 0..<count { out[i] &= validity[i] }
}
