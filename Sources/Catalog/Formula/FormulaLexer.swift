import RasterModel
import Segmentation

/// A formula to words.
struct FormulaLexer {
    private let formula: String
    private let text: [Unicode.Scalar]
    private var position = 0

    private init(_ formula: String) {
        self.formula = formula
        text = Array(formula.unicodeScalars)
    }

    /// All words; the last one is `.end`.
    static func tokens(of formula: String) throws(FormulaError) -> [FormulaToken] {
        var lexer = FormulaLexer(formula)
        var tokens = [FormulaToken]()
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    /// The formula with other words in place of some of its names.
    static func text(of formula: String, replacing words: [String: String]) throws(FormulaError) -> String {
        let scalars = Array(formula.unicodeScalars)
        var text = ""
        var done = 0
        for token in try tokens(of: formula) {
            guard case .name(let name) = token.kind, let word = words[name] else { continue }
            text += string(scalars[done..<token.range.lowerBound]) + word
            done = token.range.upperBound
        }
        return text + string(scalars[done...])
    }

    private mutating func next() throws(FormulaError) -> FormulaToken {
        while let scalar = scalar(), scalar.properties.isWhitespace { position += 1 }
        let start = position
        let kind = try self.kind()
        return FormulaToken(kind: kind, range: start..<position)
    }

    private mutating func kind() throws(FormulaError) -> FormulaToken.Kind {
        guard let scalar = scalar() else { return .end }
        if Self.isDigit(scalar) || (scalar == "." && self.scalar(1).map(Self.isDigit) == true) { return try number() }
        if Self.beginsName(scalar) { return name() }
        return try symbol(scalar)
    }

    private func scalar(_ ahead: Int = 0) -> Unicode.Scalar? {
        text.indices.contains(position + ahead) ? text[position + ahead] : nil
    }

    private mutating func take(while belongs: (Unicode.Scalar) -> Bool) -> String {
        let start = position
        while let scalar = scalar(), belongs(scalar) { position += 1 }
        return Self.string(text[start..<position])
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    // MARK: Names

    private mutating func name() -> FormulaToken.Kind {
        let name = take { Self.beginsName($0) || Self.isDigit($0) }
        switch name {
        case "and": return .logic(.and)
        case "or": return .logic(.or)
        case "not": return .not
        default: return .name(name)
        }
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    /// True for what bands and definitions may be called: `[A-Za-z_][A-Za-z0-9_]*`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, beginsName(first) else { return false }
        return text.unicodeScalars.allSatisfy { beginsName($0) || isDigit($0) }
    }

    // MARK: Numbers

    /// Digits, a point, an exponent. The text is rounded to Float32 once: by way of Double it would be rounded twice.
    private mutating func number() throws(FormulaError) -> FormulaToken.Kind {
        let start = position
        let whole = take(while: Self.isDigit)
        var fraction = ""
        if scalar() == "." {
            position += 1
            fraction = take(while: Self.isDigit)
        }
        let exponent = self.exponent()
        if let unit = unit() {
            // Digits with at most one point and an exponent: always a number.
            return .length(
                GroundLength(
                    Double("\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)\(exponent)") ?? 0, unit)
            )
        }
        if let scalar = scalar(), Self.beginsName(scalar) || scalar == "." {
            throw error(
                start, "'\(Self.string(text[start...position]))' is neither a number nor a name",
                scalar == "." ? "write a number with one point" : "write * between a number and a name")
        }
        let value = Float("\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)\(exponent)")
        let isZero = (whole + fraction).allSatisfy { $0 == "0" }
        guard let value, value.isFinite, isZero || value != 0 else {
            throw error(
                start, "the number \(quoted(Self.string(text[start..<position]), limit: 30)) does not fit Float32",
                "use 1e-45 to 3.4e38")
        }
        return .number(value)
    }

    /// The unit of a length, with or without a space before it; nothing is taken where there is none.
    private mutating func unit() -> GroundLength.Unit? {
        let start = position
        while scalar()?.properties.isWhitespace == true { position += 1 }
        let word = take { Self.beginsName($0) || Self.isDigit($0) }
        if let unit = GroundLength.Unit(rawValue: word) { return unit }
        position = start
        return nil
    }

    /// `e`, a sign, digits; nothing is taken where the digits are missing.
    private mutating func exponent() -> String {
        guard scalar() == "e" || scalar() == "E" else { return "" }
        let sign = scalar(1) == "-" || scalar(1) == "+" ? 1 : 0
        guard let digit = scalar(1 + sign), Self.isDigit(digit) else { return "" }
        let start = position
        position += 1 + sign
        _ = take(while: Self.isDigit)
        return Self.string(text[start..<position])
    }

    // MARK: Signs

    private mutating func symbol(_ first: Unicode.Scalar) throws(FormulaError) -> FormulaToken.Kind {
        if let next = scalar(1), let kind = Self.pair(first, next) {
            position += 2
            return kind
        }
        guard let kind = Self.single(first) else {
            throw error(position, "\(quoted(String(first))) has no meaning", Self.remedy(for: first))
        }
        position += 1
        return kind
    }

    private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> FormulaToken.Kind? {
        switch (first, second) {
        case ("*", "*"): .arithmetic(.power)
        case ("<", "="): .comparison(.lessOrEqual)
        case (">", "="): .comparison(.greaterOrEqual)
        case ("=", "="): .comparison(.equal)
        case ("!", "="): .comparison(.notEqual)
        default: nil
        }
    }

    private static func single(_ scalar: Unicode.Scalar) -> FormulaToken.Kind? {
        switch scalar {
        case "+": .arithmetic(.add)
        case "-": .arithmetic(.subtract)
        case "*": .arithmetic(.multiply)
        case "/": .arithmetic(.divide)
        case "<": .comparison(.less)
        case ">": .comparison(.greater)
        case "(": .open
        case ")": .close
        case ",": .comma
        default: nil
        }
    }

    private static func remedy(for scalar: Unicode.Scalar) -> String {
        let meant: [Unicode.Scalar: String] = [
            "=": "==", "!": "not", "&": "and", "|": "or", "^": "**", "\u{2212}": "-", "\u{2013}": "-", "\u{d7}": "*",
            "\u{b7}": "*", "\u{f7}": "/", "\u{2264}": "<=", "\u{2265}": ">=", "\u{2260}": "!=", "\u{b2}": "**2",
            "[": "(", "]": ")", "{": "(", "}": ")",
        ]
        if let word = meant[scalar] { return "write \(word)" }
        if "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}\u{ab}\u{bb}".unicodeScalars.contains(scalar) {
            return "write straight quotes: \""
        }
        return "formulas have numbers, names, + - * / ** ( ) , < <= > >= == != and or not"
    }

    private func error(_ position: Int, _ problem: String, _ remedy: String) -> FormulaError {
        FormulaError(formula: formula, column: position + 1, problem: problem, remedy: remedy)
    }
}
