import RasterModel

/// Texts of libraries that quote coordinate reference systems.
enum ReferenceText {
    /// The text with a name in place of each CRS that is written out (WKT): of a page, nobody reads a line.
    static func named(_ text: String) -> String {
        var (rest, result) = (text[...], "")
        while let start = rest.firstRange(of: #/[A-Z_]{4,}\["/#) {
            let end = end(of: rest[rest[start].dropLast(2).endIndex...])
            let name = rest[start.upperBound...].prefix { $0 != "\"" }
            result += rest[..<start.lowerBound] + "'" + CoordinateReference.shortened(String(name)) + "'"
            rest = rest[end...]
        }
        return result + rest
    }

    /// Where the bracket that a text begins with is closed; its end where it is not.
    private static func end(of text: Substring) -> Substring.Index {
        var (depth, isQuoted) = (0, false)
        for index in text.indices {
            switch text[index] {
            case "\"": isQuoted.toggle()
            case "[" where !isQuoted: depth += 1
            case "]" where !isQuoted:
                depth -= 1
                if depth == 0 { return text.index(after: index) }
            default: break
            }
        }
        return text.endIndex
    }
}
