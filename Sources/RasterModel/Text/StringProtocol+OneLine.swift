extension StringProtocol {
    /// The text with a space in place of each control character, line and paragraph separator: it stays on one line, and
    /// moves no terminal's cursor.
    package var onOneLine: String {
        guard unicodeScalars.contains(where: \.breaksLine) else { return String(self) }
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars { line.append(scalar.breaksLine ? " " : scalar) }
        return String(line)
    }

    /// Its lines with a space between them; empty ones are left out. Libraries' messages may have several, and a person
    /// gets one.
    package var joinedLines: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension Unicode.Scalar {
    /// True for what a name or a title must not hold: controls, and the line and paragraph separators.
    package var breaksLine: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
