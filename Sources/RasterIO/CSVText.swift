/// Texts in tables of comma-separated values.
public enum CSVText {
    /// A text that spreadsheets take for text: with an apostrophe before it where it begins as a formula does, with `=`, `+`,
    /// `-`, `@`, a tab or a line's end. Numbers are no texts.
    public static func text(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first) else { return text }
        return "'" + text
    }
}
