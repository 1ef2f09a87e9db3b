import RasterModel
package import Segmentation

/// Text to a checked formula, by precedence climbing.
///
/// From the weakest: `or`, `and`, `not`, comparisons (which do not chain), `+ -`, `* /`, unary minus, `**` (to the
/// right: `a**b**c` is `a**(b**c)`; `-a**2` is `-(a**2)`; `a**-b` is allowed), calls and brackets.
package struct FormulaParser {
    /// Bytes of UTF-8 that a formula may have.
    package static let longest = 10_000
    /// Levels of the tree, and of brackets, that a formula may have: what walks the tree may recurse.
    package static let deepest = 200

    private let formula: String
    private let scope: FormulaScope
    private let tokens: [FormulaToken]
    private var index = 0
    private var depth = 0

    /// Parses and checks one formula.
    ///
    /// - Parameters:
    ///   - formula: The text.
    ///   - scope: The names that it may use.
    ///   - kind: What it has to give; nil where both kinds will do.
    ///   - user: Who needs that kind, for the message.
    /// - Returns: The tree and what it gives.
    /// - Throws: The first mistake from the left, with its column and what would put it right.
    package static func parse(
        _ formula: String, in scope: FormulaScope, as kind: FormulaKind? = nil, for user: String = "this formula"
    ) throws(FormulaError) -> CheckedFormula {
        guard formula.utf8.count <= longest else {
            throw FormulaError(
                formula: formula, column: longest + 1, problem: "the formula is longer than \(longest) bytes",
                remedy: "name its parts in define")
        }
        var parser = FormulaParser(formula, scope, try FormulaLexer.tokens(of: formula))
        let operand = try parser.operand(.or)
        guard parser.token.kind == .end else { throw parser.unexpected("an operator") }
        if let kind { try parser.check(operand, is: kind, for: user) }
        return CheckedFormula(expression: operand.expression, kind: operand.kind)
    }

    private init(_ formula: String, _ scope: FormulaScope, _ tokens: [FormulaToken]) {
        self.formula = formula
        self.scope = scope
        self.tokens = tokens
    }

    // MARK: Words

    private var token: FormulaToken { tokens[index] }

    /// The last word, `.end`, is never passed.
    private mutating func advance() {
        if index < tokens.count - 1 { index += 1 }
    }

    // MARK: Operators

    /// How strongly an operator binds.
    private enum Level: Int, Comparable {
        case or, and, not, comparison, sum, product, power

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// A part of the formula with the words it was written in.
    private struct Operand {
        var expression: Expression
        var kind: FormulaKind
        var words: Range<Int>
        var depth: Int
    }

    private func level(of token: FormulaToken) -> Level? {
        switch token.kind {
        case .logic(.or): .or
        case .logic(.and): .and
        case .comparison: .comparison
        case .arithmetic(.add), .arithmetic(.subtract): .sum
        case .arithmetic(.multiply), .arithmetic(.divide): .product
        case .arithmetic(.power): .power
        case .number, .length, .name, .not, .open, .close, .comma, .end: nil
        }
    }

    /// A prefix and all operators after it that bind at least as strongly as `weakest`.
    private mutating func operand(_ weakest: Level) throws(FormulaError) -> Operand {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw tooDeep() }
        var left = try prefix(weakest)
        while let level = level(of: token), level >= weakest {
            left = try infix(left)
        }
        return left
    }

    private mutating func infix(_ left: Operand) throws(FormulaError) -> Operand {
        let sign = token
        advance()
        switch sign.kind {
        case .logic(let symbol):
            let right = try operand(symbol == .or ? .and : .not)
            try check(left, right, are: .condition, for: "'\(symbol.rawValue)'")
            return try join(left, right, .logic(symbol, left.expression, right.expression), .condition)
        case .comparison(let symbol):
            return try comparison(left, symbol)
        case .arithmetic(let symbol):
            let right = try operand(Self.rightLevel(of: symbol))
            try check(left, right, are: .number, for: "'\(symbol.rawValue)'")
            return try join(left, right, .arithmetic(symbol, left.expression, right.expression), .number)
        default:
            preconditionFailure("level(of:) knows only operators")
        }
    }

    /// The weakest operator that may stand in the right operand.
    private static func rightLevel(of symbol: ArithmeticOperator) -> Level {
        switch symbol {
        case .add, .subtract: .product
        // `**` takes its like: it associates to the right.
        case .multiply, .divide, .power: .power
        }
    }

    private mutating func comparison(_ left: Operand, _ symbol: ComparisonOperator) throws(FormulaError) -> Operand {
        let right = try operand(.sum)
        if case .comparison(let next) = token.kind { throw try chained(left, symbol, right, next) }
        try check(left, right, are: .number, for: "'\(symbol.rawValue)'")
        return try join(left, right, .compare(symbol, left.expression, right.expression), .condition)
    }

    private mutating func chained(
        _ left: Operand, _ symbol: ComparisonOperator, _ middle: Operand, _ next: ComparisonOperator
    ) throws(FormulaError) -> FormulaError {
        let column = token.column
        advance()
        let right = try operand(.sum)
        var (low, between, high) = (text(left), text(middle), text(right))
        if max(low.count, between.count, high.count) > 30 { (low, between, high) = ("a", "b", "c") }
        let remedy = "write \(low) \(symbol.rawValue) \(between) and \(between) \(next.rawValue) \(high)"
        return error(column, "a comparison of a comparison", remedy)
    }

    private func join(
        _ left: Operand, _ right: Operand, _ expression: Expression, _ kind: FormulaKind
    ) throws(FormulaError) -> Operand {
        let words = left.words.lowerBound..<right.words.upperBound
        return try node(expression, kind, words, over: max(left.depth, right.depth))
    }

    private func node(
        _ expression: Expression, _ kind: FormulaKind, _ words: Range<Int>, over depth: Int
    ) throws(FormulaError) -> Operand {
        guard depth < Self.deepest else { throw tooDeep() }
        return Operand(expression: expression, kind: kind, words: words, depth: depth + 1)
    }

    // MARK: Operands

    private mutating func prefix(_ weakest: Level) throws(FormulaError) -> Operand {
        let start = index
        switch token.kind {
        case .arithmetic(.subtract):
            advance()
            let inner = try operand(.power)
            try check(inner, is: .number, for: "'-'")
            return try node(.negate(inner.expression), .number, start..<index, over: inner.depth)
        case .not:
            guard weakest <= .not else { throw error(token.column, "'not' after an operator", "write (not ...)") }
            advance()
            let inner = try operand(.not)
            try check(inner, is: .condition, for: "'not'")
            return try node(.not(inner.expression), .condition, start..<index, over: inner.depth)
        default:
            return try primary()
        }
    }

    private mutating func primary() throws(FormulaError) -> Operand {
        let word = token
        switch word.kind {
        case .number(let value):
            advance()
            return try node(.number(value), .number, index - 1..<index, over: 0)
        case .name(let name):
            advance()
            return token.kind == .open ? try call(name, word) : try self.name(name, word)
        case .open:
            return try bracket()
        case .length:
            throw error(
                word.column, "a length where a number is expected",
                "a length stands only at the end of \(NeighbourhoodFunction.gaussian.rawValue)(x, 30 cm) and its like")
        default:
            throw unexpected("a value")
        }
    }

    private func name(_ name: String, _ word: FormulaToken) throws(FormulaError) -> Operand {
        guard let kind = scope.kind(of: name) else {
            let (problem, remedy) = scope.refusal(of: name)
            throw error(word.column, problem, remedy)
        }
        return try node(.name(name), kind, index - 1..<index, over: 0)
    }

    private mutating func bracket() throws(FormulaError) -> Operand {
        let start = index
        advance()
        var inner = try operand(.or)
        try close(tokens[start])
        inner.words = start..<index
        return inner
    }

    private mutating func close(_ open: FormulaToken) throws(FormulaError) {
        if token.kind == .end { throw error(open.column, "a '(' that is not closed", "add the missing ')'") }
        guard token.kind == .close else { throw unexpected("an operator or ')'") }
        advance()
    }

    // MARK: Calls

    private mutating func call(_ name: String, _ word: FormulaToken) throws(FormulaError) -> Operand {
        if let function = NeighbourhoodFunction(rawValue: name) { return try neighbourhood(function, word) }
        guard let function = FormulaFunction(rawValue: name) else {
            let (problem, remedy) = scope.refusal(ofFunction: name)
            throw error(word.column, problem, remedy)
        }
        let start = index - 1
        let arguments = try arguments(of: function)
        guard function.arity.contains(arguments.count) else {
            throw error(
                word.column, "'\(name)' with \(arguments.count) value\(arguments.count == 1 ? "" : "s")",
                "it takes \(Self.usage(of: function))")
        }
        let depth = arguments.map(\.depth).max() ?? 0
        return try node(.call(function, arguments.map(\.expression)), .number, start..<index, over: depth)
    }

    /// A formula, a comma and a length.
    private mutating func neighbourhood(
        _ function: NeighbourhoodFunction, _ word: FormulaToken
    ) throws(FormulaError) -> Operand {
        let (start, open) = (index - 1, token)
        advance()
        let usage =
            "write \(function.rawValue)(\(function.takesNumber ? "x" : "x > 0"), 30 cm); units are "
            + GroundLength.Unit.allCases.map(\.rawValue).joined(separator: " ")
        if token.kind == .close { throw error(word.column, "'\(function.rawValue)' with 0 values", usage) }
        let inner = try operand(.or)
        if !function.takesCondition { try check(inner, is: .number, for: "'\(function.rawValue)'") }
        if !function.takesNumber { try check(inner, is: .condition, for: "'\(function.rawValue)'") }
        guard token.kind == .comma else {
            if token.kind == .close {
                throw error(word.column, "'\(function.rawValue)' without a length", usage)
            }
            throw unexpected("a comma and a length")
        }
        advance()
        guard case .length(let length) = token.kind else {
            throw error(token.column, "the last value of '\(function.rawValue)' is no length with a unit", usage)
        }
        advance()
        try close(open)
        let expression = Expression.neighbourhood(function, inner.expression, length)
        return try node(expression, inner.kind, start..<index, over: inner.depth)
    }

    private mutating func arguments(of function: FormulaFunction) throws(FormulaError) -> [Operand] {
        let open = token
        var arguments = [Operand]()
        repeat {
            advance()
            // `min()` is a wrong number of values, not a missing one.
            if arguments.isEmpty, token.kind == .close { break }
            let argument = try operand(.or)
            try check(argument, is: .number, for: "'\(function.rawValue)'")
            arguments.append(argument)
        } while token.kind == .comma
        try close(open)
        return arguments
    }

    private static func usage(of function: FormulaFunction) -> String {
        switch function {
        case .min, .max:
            "\(function.arity.lowerBound) to \(function.arity.upperBound): \(function.rawValue)(a, b, ...)"
        case .abs, .sqrt, .log, .exp: "1: \(function.rawValue)(x)"
        case .clamp: "3: clamp(x, low, high)"
        }
    }

    // MARK: Mistakes

    private func check(
        _ left: Operand, _ right: Operand, are kind: FormulaKind, for user: String
    ) throws(FormulaError) {
        try check(left, is: kind, for: user)
        try check(right, is: kind, for: user)
    }

    private func check(_ operand: Operand, is kind: FormulaKind, for user: String) throws(FormulaError) {
        guard operand.kind != kind else { return }
        let words = text(operand)
        let column = tokens[operand.words.lowerBound].column
        switch kind {
        case .condition:
            throw error(
                column, "\(quoted(words, limit: 40)) is a number where \(user) needs a condition",
                "compare it, for example \(Self.comparison(of: operand.expression, words))")
        case .number:
            throw error(
                column, "\(quoted(words, limit: 40)) is a condition where \(user) needs a number",
                "join conditions with and, or, not")
        }
    }

    private static func comparison(of expression: Expression, _ words: String) -> String {
        if case .number = expression { return "x > \(words)" }
        return words.count > 40 ? "x > 0" : "\(words) > 0"
    }

    private func unexpected(_ expected: String) -> FormulaError {
        if token.kind == .end {
            return error(token.column, "the formula ends where \(expected) is expected", "complete it")
        }
        let words = Self.string(formula, token.range)
        if let word = ReservedWords.logic.first(where: { $0 == words.lowercased() && $0 != words }) {
            return error(token.column, "\(quoted(words)) where \(expected) is expected", "write '\(word)'")
        }
        return error(token.column, "\(quoted(words)) where \(expected) is expected", Self.remedy(for: token.kind))
    }

    private static func remedy(for kind: FormulaToken.Kind) -> String {
        switch kind {
        case .number, .length, .name, .open, .not: "put an operator before it"
        case .close: "remove it, or add what is missing before it"
        case .comma: "commas stand only between the values of a function; numbers have a decimal point"
        default: "remove it, or put a value before it"
        }
    }

    private func tooDeep() -> FormulaError {
        error(token.column, "the formula is more than \(Self.deepest) levels deep", "name its parts in define")
    }

    private func error(_ column: Int, _ problem: String, _ remedy: String) -> FormulaError {
        FormulaError(formula: formula, column: column, problem: problem, remedy: remedy)
    }

    private func text(_ operand: Operand) -> String {
        let start = tokens[operand.words.lowerBound].range.lowerBound
        let end = tokens[operand.words.upperBound - 1].range.upperBound
        return Self.string(formula, start..<end).onOneLine
    }

    private static func string(_ formula: String, _ range: Range<Int>) -> String {
        String(formula.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count))
    }
}
