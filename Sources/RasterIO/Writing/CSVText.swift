/// Texts in tables of comma-separated values.
package enum CSVText {
    /// A text that spreadsheets take for text: with an apostrophe before it where it begins as a formula does, with `=`, `+`,
    /// `-`, `@`, a tab or a line's end. A text that is a plain number, such as -5, stays as it is: numbers are no formulas.
    package static func text(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first), !isNumber(text)
        else { return text }
        return "'" + text
    }

    /// Digits, signs, a dot and an exponent alone: no infinity, and nothing hexadecimal.
    private static func isNumber(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { "0123456789+-.eE".unicodeScalars.contains($0) }
            && Double(text).map(\.isFinite) ?? false
    }
}
