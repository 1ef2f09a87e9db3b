/// A person's own words inside a message: in quotes, on one line, at most `limit` characters.
func quoted(_ text: some StringProtocol, limit: Int = 60) -> String {
    let line = oneLine(text)
    return line.count <= limit ? "'\(line)'" : "'\(line.prefix(limit))...'"
}

/// The text with a space in place of each control character and line break, so that it stays on one line.
package func oneLine(_ text: some StringProtocol) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        line.append(breaksLine(scalar) ? " " : scalar)
    }
    return String(line)
}

/// True for what a class name or a title must not hold: controls, and the line and paragraph separators.
func breaksLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
}
