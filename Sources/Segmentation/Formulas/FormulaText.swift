import RasterModel

/// Writes formulas so that they stand for themselves: definitions in their places, bands by what they measure. Equal texts
/// mean the same numbers to the bit; different texts may, too.
package struct FormulaText {
    /// A written formula, and how tightly its outermost operation binds.
    private struct Piece {
        var text: String
        var strength: Int

        /// In brackets where it binds no tighter than what stands around it.
        func inside(_ around: Int) -> String { strength > around ? text : "(\(text))" }
    }

    private static let sum = 1
    private static let product = 2
    private static let sign = 3
    private static let power = 4
    private static let whole = 5

    /// Bytes from which on a definition is written shorter: each may stand twice in the next.
    private static let longest = 400

    private var named: [String: Piece]
    private let shorten: (String) -> String

    /// A writer for the formulas of a rule set.
    ///
    /// - Parameters:
    ///   - bands: what each of its band symbols stands for.
    ///   - shorten: gives a short text in place of a long one, another for each: a digest.
    package init(_ rules: RuleSet, bands: [String: String], shorten: @escaping (String) -> String) {
        named = bands.mapValues { Piece(text: $0, strength: Self.whole) }
        self.shorten = shorten
        // What depends on a threshold has no text, and no threshold is chosen from it.
        for definition in rules.definitions where definition.formula.names.allSatisfy({ named[$0] != nil }) {
            let piece = piece(definition.formula)
            named[definition.name] = piece.text.utf8.count > Self.longest ? shortened(piece) : piece
        }
    }

    /// The text of a formula over bands and definitions.
    package func text(_ formula: Expression) -> String {
        let piece = piece(formula)
        return piece.text.utf8.count > 4 * Self.longest ? shortened(piece).text : piece.text
    }

    private func shortened(_ piece: Piece) -> Piece { Piece(text: shorten(piece.text), strength: Self.whole) }

    private func piece(_ formula: Expression) -> Piece {
        switch formula {
        case .number(let number): Self.number(number)
        case .name(let name): named[name] ?? Piece(text: name, strength: Self.whole)
        case .negate(let inner): Piece(text: "-" + piece(inner).inside(Self.sign), strength: Self.sign)
        case .not(let inner): Piece(text: "not " + piece(inner).inside(Self.whole - 1), strength: 0)
        case .arithmetic(let operation, let a, let b): arithmetic(operation, piece(a), piece(b))
        case .compare(let operation, let a, let b): condition(operation.rawValue, a, b)
        case .logic(let operation, let a, let b): condition(operation.rawValue, a, b)
        case .call(let function, let arguments): call(function.rawValue, arguments.map { piece($0).text })
        case .neighbourhood(let function, let inner, let length):
            call(function.rawValue, [piece(inner).text, length.description])
        }
    }

    private static func number(_ number: Float) -> Piece {
        let text = number.description
        let short = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return Piece(text: short, strength: short.hasPrefix("-") ? sign : whole)
    }

    private func arithmetic(_ operation: ArithmeticOperator, _ a: Piece, _ b: Piece) -> Piece {
        let strength =
            switch operation {
            case .add, .subtract: Self.sum
            case .multiply, .divide: Self.product
            case .power: Self.power
            }
        // From left to right; of powers both sides are whole.
        let left = a.inside(operation == .power ? strength : strength - 1)
        return Piece(text: "\(left) \(operation.rawValue) \(b.inside(strength))", strength: strength)
    }

    /// Both sides of what gives a truth stand in brackets, if they are not whole.
    private func condition(_ word: String, _ a: Expression, _ b: Expression) -> Piece {
        Piece(text: "\(piece(a).inside(0)) \(word) \(piece(b).inside(0))", strength: 0)
    }

    private func call(_ name: String, _ arguments: [String]) -> Piece {
        Piece(text: "\(name)(\(arguments.joined(separator: ", ")))", strength: Self.whole)
    }
}
