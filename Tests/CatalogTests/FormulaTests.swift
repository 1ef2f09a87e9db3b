import Catalog
import Segmentation
import Testing

private func parse(_ formula: String) throws(FormulaError) -> Segmentation.Expression {
    var scope = FormulaScope(bands: ["a", "b", "c", "d"])
    scope.add("p", .condition)
    scope.add("q", .condition)
    return try FormulaParser.parse(formula, in: scope).expression
}

private func formulaMessage(of formula: String) -> String {
    do throws(FormulaError) {
        _ = try parse(formula)
        return "accepted"
    } catch {
        return error.description
    }
}

@Suite struct FormulaTests {
    static let a = Segmentation.Expression.name("a")
    static let b = Segmentation.Expression.name("b")
    static let c = Segmentation.Expression.name("c")
    static let p = Segmentation.Expression.name("p")
    static let q = Segmentation.Expression.name("q")

    @Test(
        arguments: [
            ("a", a), ("((a))", a), ("1.5e-3", .number(1.5e-3)), (".5", .number(0.5)), ("2.", .number(2)),
            ("a - b - c", .arithmetic(.subtract, .arithmetic(.subtract, a, b), c)),
            ("a - (b - c)", .arithmetic(.subtract, a, .arithmetic(.subtract, b, c))),
            ("a / b * c", .arithmetic(.multiply, .arithmetic(.divide, a, b), c)),
            ("a + b * c", .arithmetic(.add, a, .arithmetic(.multiply, b, c))),
            ("a * b + c", .arithmetic(.add, .arithmetic(.multiply, a, b), c)),
            ("a ** b ** c", .arithmetic(.power, a, .arithmetic(.power, b, c))),
            ("a * b ** c", .arithmetic(.multiply, a, .arithmetic(.power, b, c))),
            ("-a ** 2", .negate(.arithmetic(.power, a, .number(2)))),
            ("(-a) ** 2", .arithmetic(.power, .negate(a), .number(2))),
            ("a ** -b", .arithmetic(.power, a, .negate(b))),
            ("a ** -b ** c", .arithmetic(.power, a, .negate(.arithmetic(.power, b, c)))),
            ("a ** -b * c", .arithmetic(.multiply, .arithmetic(.power, a, .negate(b)), c)),
            ("-a * b", .arithmetic(.multiply, .negate(a), b)),
            ("a - -b", .arithmetic(.subtract, a, .negate(b))),
            ("--a", .negate(.negate(a))),
            ("a < b + c", .compare(.less, a, .arithmetic(.add, b, c))),
            ("-a < b", .compare(.less, .negate(a), b)),
            ("not a < b", .not(.compare(.less, a, b))),
            ("not p and q", .logic(.and, .not(p), q)),
            ("p or q and p", .logic(.or, p, .logic(.and, q, p))),
            ("p and q or p", .logic(.or, .logic(.and, p, q), p)),
            ("p and not not q", .logic(.and, p, .not(.not(q)))),
            ("p or not q and p", .logic(.or, p, .logic(.and, .not(q), p))),
            ("a<=b and b!=c", .logic(.and, .compare(.lessOrEqual, a, b), .compare(.notEqual, b, c))),
            ("a>=b or a==c", .logic(.or, .compare(.greaterOrEqual, a, b), .compare(.equal, a, c))),
            ("min(a, b, c)", .call(.min, [a, b, c])),
            ("clamp(a, 0, abs(-b))", .call(.clamp, [a, .number(0), .call(.abs, [.negate(b)])])),
            ("exp(log(sqrt(a)))\n", .call(.exp, [.call(.log, [.call(.sqrt, [a])])])),
        ] as [(String, Segmentation.Expression)])
    func tree(_ formula: String, _ expected: Segmentation.Expression) throws {
        #expect(try parse(formula) == expected)
    }

    /// Just above the middle of two floats: by way of Double it becomes the middle, and then the lower, even one.
    @Test func literalsAreRoundedOnce() throws {
        let text = "1.00000005960464477539062500000000001"
        #expect(Float(Double(text) ?? 0) == 1)
        #expect(try parse(text) == .number(Float(1).nextUp))
    }

    @Test(arguments: [
        ("", "the formula ends where a value is expected at column 1 of ''; complete it"),
        ("a +", "the formula ends where a value is expected at column 4 of 'a +'; complete it"),
        ("a b", "'b' where an operator is expected at column 3 of 'a b'; put an operator before it"),
        ("2a", "'2a' is neither a number nor a name at column 1 of '2a'; write * between a number and a name"),
        ("1.2.3", "'1.2.' is neither a number nor a name at column 1 of '1.2.3'; write a number with one point"),
        ("1e99", "the number '1e99' does not fit Float32 at column 1 of '1e99'; use 1e-45 to 3.4e38"),
        ("1e-99", "the number '1e-99' does not fit Float32 at column 1 of '1e-99'; use 1e-45 to 3.4e38"),
        ("(a + b", "a '(' that is not closed at column 1 of '(a + b'; add the missing ')'"),
        (
            "a + b)",
            "')' where an operator is expected at column 6 of 'a + b)'; "
                + "remove it, or add what is missing before it"
        ),
        (
            "a, b",
            "',' where an operator is expected at column 2 of 'a, b'; "
                + "commas stand only between the values of a function; numbers have a decimal point"
        ),
        ("a = b", "'=' has no meaning at column 3 of 'a = b'; write =="),
        ("a ^ 2", "'^' has no meaning at column 3 of 'a ^ 2'; write **"),
        ("!p", "'!' has no meaning at column 1 of '!p'; write not"),
        ("p && q", "'&' has no meaning at column 3 of 'p && q'; write and"),
        ("a \u{2264} b", "'\u{2264}' has no meaning at column 3 of 'a \u{2264} b'; write <="),
        (
            "a $ b",
            "'$' has no meaning at column 3 of 'a $ b'; "
                + "formulas have numbers, names, + - * / ** ( ) , < <= > >= == != and or not"
        ),
        ("p AND q", "'AND' where an operator is expected at column 3 of 'p AND q'; write 'and'"),
        ("+a", "'+' where a value is expected at column 1 of '+a'; remove it, or put a value before it"),
        (
            "a > 1 and < 2",
            "'<' where a value is expected at column 11 of 'a > 1 and < 2'; "
                + "remove it, or put a value before it"
        ),
        ("a < b < c", "a comparison of a comparison at column 7 of 'a < b < c'; write a < b and b < c"),
        ("a + not p", "'not' after an operator at column 5 of 'a + not p'; write (not ...)"),
        (
            "a and 3 > 2",
            "'a' is a number where 'and' needs a condition at column 1 of 'a and 3 > 2'; "
                + "compare it, for example a > 0"
        ),
        (
            "p and 3",
            "'3' is a number where 'and' needs a condition at column 7 of 'p and 3'; "
                + "compare it, for example x > 3"
        ),
        (
            "not a + b",
            "'a + b' is a number where 'not' needs a condition at column 5 of 'not a + b'; "
                + "compare it, for example a + b > 0"
        ),
        (
            "p + 1",
            "'p' is a condition where '+' needs a number at column 1 of 'p + 1'; "
                + "join conditions with and, or, not"
        ),
        (
            "(a < b) == c",
            "'(a < b)' is a condition where '==' needs a number at column 1 of '(a < b) == c'; "
                + "join conditions with and, or, not"
        ),
        (
            "-(a < b)",
            "'(a < b)' is a condition where '-' needs a number at column 2 of '-(a < b)'; "
                + "join conditions with and, or, not"
        ),
        (
            "max(p, 1)",
            "'p' is a condition where 'max' needs a number at column 5 of 'max(p, 1)'; "
                + "join conditions with and, or, not"
        ),
        ("min()", "'min' with 0 values at column 1 of 'min()'; it takes 2 to 16: min(a, b, ...)"),
        ("min(a)", "'min' with 1 value at column 1 of 'min(a)'; it takes 2 to 16: min(a, b, ...)"),
        ("sqrt(a, b)", "'sqrt' with 2 values at column 1 of 'sqrt(a, b)'; it takes 1: sqrt(x)"),
        (
            "min(a, )",
            "')' where a value is expected at column 8 of 'min(a, )'; "
                + "remove it, or add what is missing before it"
        ),
        ("sqrt + 1", "the function 'sqrt' has no arguments at column 1 of 'sqrt + 1'; write sqrt(...)"),
        ("squrt(a)", "unknown function 'squrt' at column 1 of 'squrt(a)'; did you mean 'sqrt'?"),
        (
            "sin(a)",
            "unknown function 'sin' at column 1 of 'sin(a)'; there are min max abs sqrt log exp clamp gaussian "
                + "mean_within min_within max_within deviation_within any_within all_within"
        ),
        ("a(b)", "'a' is not a function at column 1 of 'a(b)'; write * before the bracket to multiply"),
        (
            "\u{201c}a > 1\u{201d}",
            "'\u{201c}' has no meaning at column 1 of '\u{201c}a > 1\u{201d}'; write straight quotes: \""
        ),
        ("A + 1", "unknown name 'A' at column 1 of 'A + 1'; did you mean 'a'?"),
        ("nir", "unknown name 'nir' at column 1 of 'nir'; declare it in bands or define it above"),
    ])
    func mistake(_ formula: String, _ expected: String) {
        #expect(formulaMessage(of: formula) == expected)
    }

    @Test(arguments: [
        String(repeating: "(", count: 4000) + "a" + String(repeating: ")", count: 4000),
        String(repeating: "-", count: 5000) + "a", String(repeating: "not ", count: 2000) + "p",
        String(repeating: "a**", count: 3000) + "a", String(repeating: "a+", count: 3000) + "a",
        String(repeating: "abs(", count: 2000) + "a", String(repeating: "p or ", count: 1000) + "p",
        String(repeating: "(", count: 9999),
    ])
    func depthIsLimited(_ formula: String) {
        let text = formulaMessage(of: formula)
        #expect(text.hasPrefix("the formula is more than 200 levels deep at column "))
        #expect(text.hasSuffix("; name its parts in define"))
        #expect(text.count < 250)
    }

    @Test func whatIsLessDeepIsRead() throws {
        _ = try parse(String(repeating: "(", count: 199) + "a" + String(repeating: ")", count: 199))
        _ = try parse(String(repeating: "a+", count: 199) + "a")
    }

    @Test func lengthIsLimited() {
        let text = formulaMessage(of: String(repeating: " ", count: 10_000) + "a")
        #expect(text.hasPrefix("the formula is longer than 10000 bytes at column 10001 of '..."))
    }
}
