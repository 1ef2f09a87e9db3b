import RasterModel

/// A person's own words inside a message: in quotes, on one line, at most `limit` characters.
func quoted(_ text: some StringProtocol, limit: Int = 60) -> String {
    let line = text.onOneLine
    return line.count <= limit ? "'\(line)'" : "'\(line.prefix(limit))...'"
}
