import Catalog
import Segmentation
import TestSupport
import Testing

/// An expression as a formula with brackets around every operation, or with only those that it needs.
private struct Printer {
    let isFull: Bool

    func text(_ expression: Segmentation.Expression) -> String { text(expression, 0) }

    /// `level` is the weakest operator that may stand here without brackets:
    /// 0 or, 1 and, 2 not, 3 comparison, 4 sum, 5 product, 6 minus, 7 power's left side.
    private func text(_ expression: Segmentation.Expression, _ level: Int) -> String {
        switch expression {
        case .number(let value): "\(value)"
        case .name(let name): name
        case .negate(let inner): bracketed("-\(text(inner, 6))", isFull || level > 6)
        case .not(let inner): bracketed("not \(text(inner, 2))", isFull || level > 2)
        case .call(let function, let values):
            "\(function.rawValue)(\(values.map { text($0, 0) }.joined(separator: " , ")))"
        case .neighbourhood(let function, let inner, let length):
            "\(function.rawValue)(\(text(inner, 0)) , \(length))"
        case .compare(let sign, let left, let right):
            bracketed("\(text(left, 4))\(sign.rawValue)\(text(right, 4))", isFull || level > 3)
        case .logic(let sign, let left, let right):
            binary(sign.rawValue, left, right, sign == .or ? 0 : 1, level)
        case .arithmetic(.power, let left, let right):
            bracketed("\(text(left, 8))**\(text(right, 6))", isFull || level > 7)
        case .arithmetic(let sign, let left, let right):
            binary(sign.rawValue, left, right, sign == .add || sign == .subtract ? 4 : 5, level)
        }
    }

    private func binary(
        _ sign: String, _ left: Segmentation.Expression, _ right: Segmentation.Expression, _ own: Int, _ level: Int
    ) -> String {
        bracketed("\(text(left, own)) \(sign) \(text(right, own + 1))", isFull || level > own)
    }

    private func bracketed(_ text: String, _ isNeeded: Bool) -> String { isNeeded ? "(\(text))" : text }
}

private struct ExpressionMaker {
    var random: SeededGenerator

    mutating func number(_ depth: Int) -> Segmentation.Expression {
        guard depth > 0 else { return leaf() }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .negate(number(depth - 1))
        case 1: return call(depth)
        case 2: return leaf()
        default:
            let signs: [ArithmeticOperator] = [.add, .subtract, .multiply, .divide, .power]
            return .arithmetic(signs[Int.random(in: 0..<5, using: &random)], number(depth - 1), number(depth - 1))
        }
    }

    mutating func condition(_ depth: Int) -> Segmentation.Expression {
        guard depth > 0 else { return .name("p") }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return .not(condition(depth - 1))
        case 1: return .logic(.and, condition(depth - 1), condition(depth - 1))
        case 2: return .logic(.or, condition(depth - 1), condition(depth - 1))
        default:
            let signs: [ComparisonOperator] = [.less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual]
            return .compare(signs[Int.random(in: 0..<6, using: &random)], number(depth - 1), number(depth - 1))
        }
    }

    private mutating func leaf() -> Segmentation.Expression {
        if Bool.random(using: &random) { return .name(Bool.random(using: &random) ? "a" : "b") }
        return .number(Float(bitPattern: UInt32.random(in: 1..<Float.infinity.bitPattern, using: &random)))
    }

    private mutating func call(_ depth: Int) -> Segmentation.Expression {
        let function = FormulaFunction.allCases[Int.random(in: 0..<FormulaFunction.allCases.count, using: &random)]
        var values = [Segmentation.Expression]()
        let count = min(Int.random(in: function.arity, using: &random), 4)
        for _ in 0..<count { values.append(number(depth - 1)) }
        return .call(function, values)
    }
}

@Suite struct RandomInputTests {
    @Test(arguments: [true, false]) func printedExpressionsAreReadBack(isFull: Bool) throws {
        var maker = ExpressionMaker(random: SeededGenerator(1))
        var scope = FormulaScope(bands: ["a", "b"])
        scope.add("p", .condition)
        for _ in 0..<1000 {
            let condition = maker.condition(5)
            let text = Printer(isFull: isFull).text(condition)
            // Deep random trees can print longer than a formula may be.
            guard text.utf8.count <= FormulaParser.longest else { continue }
            #expect(try FormulaParser.parse(text, in: scope, as: .condition).expression == condition, "\(text)")
        }
    }

    /// Bytes that mean something to YAML or to formulas come more often than others.
    @Test func mutatedCatalogsAreReadOrRefusedInOneLine() {
        var random = SeededGenerator(2)
        let special = Array("*&!#{}[]:,-?|>'\"%@` \n\t()<=~\\e0".utf8)
        let original = Array(disease.utf8)
        var accepted = 0
        for _ in 0..<5000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                let byte =
                    Bool.random(using: &random)
                    ? special[Int.random(in: 0..<special.count, using: &random)]
                    : UInt8.random(in: 0...255, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(byte, at: index)
                case 2: bytes.removeSubrange(index..<min(index + 20, bytes.count))
                default: bytes[index] = byte
                }
            }
            let text = message(of: String(decoding: bytes, as: UTF8.self))
            if text == "accepted" { accepted += 1 }
            #expect(!text.contains { $0.isNewline } && text.count < 1000)
        }
        #expect(accepted > 100)
    }

    /// Words of YAML in any order: what the parser makes of them must end in one line as well.
    @Test func yamlWordsAreReadOrRefusedInOneLine() {
        var random = SeededGenerator(4)
        let words = [
            "a", "b: ", "? ", ": ", "- ", "\n", "\n  ", "\n    ", "[", "]", "{", "}", ", ", "&a ", "*a", "*b", "!t ",
            "!!str ",
            "| ", "> ", "'", "\"", "# ", "---\n", "...\n", "%YAML 1.1\n", "\\u00e9", "<<: ", "\u{e9}", "~",
        ]
        for _ in 0..<5000 {
            var text = Bool.random(using: &random) ? "quadrat: 1\n" : ""
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                text += words[Int.random(in: 0..<words.count, using: &random)]
            }
            let line = message(of: text)
            #expect(line.hasPrefix("field.yaml:") && !line.contains { $0.isNewline } && line.count < 1000)
        }
    }

    @Test func mutatedFormulasAreReadOrRefused() {
        var random = SeededGenerator(3)
        let words = [
            "a", "b", "p", "1", "2.5", "+", "-", "*", "**", "<", "==", "and", "or", "not", "(", ")", ",", "min(",
        ]
        let scope = FormulaScope(bands: ["a", "b"])
        for _ in 0..<5000 {
            var text = ""
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                text += words[Int.random(in: 0..<words.count, using: &random)] + " "
            }
            do throws(FormulaError) {
                _ = try FormulaParser.parse(text, in: scope)
            } catch {
                #expect(error.column >= 1 && error.column <= text.unicodeScalars.count + 1)
            }
        }
    }
}

@Suite(.timeLimit(.minutes(5))) struct HostileInputTests {
    /// Nine lists of nine aliases each: 9^9 values, and as a key every one would be compared.
    @Test(arguments: ["bomb: *i", "*i : 1", "? [*i, *i]\n: 1", "{*i : 1}"])
    func aliasBombsAreRefused(_ end: String) {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, last) in zip("bcdefghi", "abcdefgh") {
            text += "\(name): &\(name) [" + Array(repeating: "*\(last)", count: 9).joined(separator: ", ") + "]\n"
        }
        #expect(
            message(of: text + end) == "field.yaml:2: YAML takes '*a' for an alias, and catalogs have none; "
                + "quote a formula or text that begins with *")
    }

    /// Stars before every letter leave no name to hide the anchors behind.
    @Test func aliasBombsBehindAllLettersAreRefused() {
        var text = "# "
        for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-" { text += "*\(letter)" }
        text += "\na: &a [x, x]\n"
        for (name, last) in zip("bcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz") {
            text += "\(name): &\(name) [*\(last), *\(last)]\n"
        }
        #expect(message(of: text + "? [*z, *z]\n: 1").hasPrefix("field.yaml:2"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "]) func deepNestingIsRefused(_ level: String) {
        for count in [40, 900, 100_000] {
            let text = message(of: String(repeating: level, count: count))
            #expect(text.hasPrefix("field.yaml:"))
        }
        let closed = String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(
            message(of: closed)
                == "field.yaml:1: lists and mappings are nested more than 32 levels deep; a catalog needs 5")
        let endless = String(repeating: "[", count: 100_000)
        #expect(
            message(of: endless)
                == "field.yaml:1: lists and mappings are nested more than 32 levels deep; a catalog needs 5")
    }

    @Test func largeTextsAreRefused() {
        #expect(
            message(of: String(repeating: "#", count: 1 << 20 + 1))
                == "field.yaml: larger than 1 MiB; a catalog is a short text")
    }

    @Test func aMebibyteOfKeysIsReadInTime() {
        var lines = "quadrat: 1\n"
        for index in 0..<60_000 { lines += "key\(index): 1\n" }
        #expect(message(of: lines).hasPrefix("field.yaml:2: unknown key 'key0'; known here: "))
    }
}
