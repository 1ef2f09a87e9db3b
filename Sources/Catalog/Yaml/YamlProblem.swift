import Yams

/// What YAML says of a text that it cannot read, in words that help the person who wrote it.
struct YamlProblem {
    let text: String
    let file: String

    func explain(_ error: any Error) -> CatalogError {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            return explain(problem, at: mark, context: context)
        case .reader(let problem, let offset, _, _):
            return CatalogError(
                file: file, line: offset.map(line(ofCharacter:)), message: "not readable as YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            let key = quoted(keys.first ?? "")
            return CatalogError(
                file: file, line: context.mark.line, message: "the key \(key) is there more than once; keep one")
        default:
            return CatalogError(file: file, line: nil, message: "not readable as YAML: \(error)")
        }
    }

    private func explain(_ problem: String, at mark: Mark, context: YamlError.Context?) -> CatalogError {
        if let known = known(problem, at: mark, context: context) { return known }
        for line in [context?.mark.line, mark.line].compactMap(\.self) {
            if let remedy = Self.remedy(for: source(line: line)) {
                return CatalogError(file: file, line: line, message: remedy)
            }
        }
        if let likely = likely(problem, at: mark, context: context) { return likely }
        return CatalogError(
            file: file, line: mark.line, column: mark.column,
            message: "not readable as YAML: \(problem)\(place(of: context)); "
                + "look for a missing quote, bracket, colon or indentation here and in the line before")
    }

    /// The problems whose words, as libyaml and Yams have them, say enough.
    private func known(_ problem: String, at mark: Mark, context: YamlError.Context?) -> CatalogError? {
        var line = mark.line
        let message: String
        switch problem {
        case "found undefined alias":
            return Self.alias(word(at: mark), file: file, line: line)
        case _ where problem.hasPrefix("Maximum nesting level reached"):
            message = Self.tooDeep
        case "but found another document":
            message = "a second YAML document begins; one file, one catalog"
        case "mapping values are not allowed in this context":
            message = "a second ': ' in this line; quote the text that contains it, or mend the indentation"
        case "found unexpected end of stream":
            guard let start = context?.mark else { return nil }
            line = start.line
            message = "the quote at column \(start.column) is not closed; add the missing quote"
        default:
            return nil
        }
        return CatalogError(file: file, line: line, message: message)
    }

    /// What is meant most often where the words of libyaml do not say it.
    private func likely(_ problem: String, at mark: Mark, context: YamlError.Context?) -> CatalogError? {
        guard let start = context?.mark else { return nil }
        let brackets = ["did not find expected ',' or '}'": "{", "did not find expected ',' or ']'": "["]
        if let bracket = brackets[problem] {
            guard source(line: start.line).count(where: { $0 == "\"" }).isMultiple(of: 2) else {
                return CatalogError(
                    file: file, line: start.line, message: "a quote in this line is not closed; add the missing quote")
            }
            return CatalogError(
                file: file, line: start.line,
                message: "the '\(bracket)' at column \(start.column) is not closed, or a comma is missing after it")
        }
        if problem == "could not find expected ':'" {
            return CatalogError(
                file: file, line: start.line,
                message: "a key without value; write 'key: value', with a space after the ':'")
        }
        let before = source(line: mark.line).prefix(max(0, mark.column - 1))
        guard problem == "did not find expected key", before.allSatisfy({ $0 == " " }) else { return nil }
        return CatalogError(
            file: file, line: mark.line,
            message: "this line begins at column \(mark.column), where no line above it does; "
                + "keys that belong together begin at one column")
    }

    static let tooDeep =
        "lists and mappings are nested more than \(YamlComposer.deepest) levels deep; a catalog needs 5"

    private func place(of context: YamlError.Context?) -> String {
        context.map { " (\($0.text), begun in line \($0.mark.line))" } ?? ""
    }

    // MARK: Remedies

    /// The mistakes that a first catalog makes, told by the line alone.
    static func remedy(for line: String) -> String? {
        if line.prefix(while: \.isWhitespace).contains("\t") {
            return "a tab in the indentation; YAML indents with spaces"
        }
        if let color = unquotedColor(in: line) {
            return "YAML takes #\(color) for a comment; quote the colour: \"#\(color)\""
        }
        for mark in "*&!%@`" {
            guard let start = startOfValue(beginningWith: mark, in: line) else { continue }
            return meaning(of: mark, String(line[start...].prefix { !" ,]}".contains($0) }))
        }
        return nil
    }

    static func alias(_ name: String, file: String, line: Int) -> CatalogError {
        CatalogError(file: file, line: line, message: meaning(of: "*", "*" + name))
    }

    static func anchor(_ name: String, file: String, line: Int) -> CatalogError {
        CatalogError(file: file, line: line, message: meaning(of: "&", "&" + name))
    }

    static func tag(_ name: String, file: String, line: Int) -> CatalogError {
        CatalogError(file: file, line: line, message: meaning(of: "!", name))
    }

    /// Why a value cannot begin with a sign that has a meaning in YAML.
    private static func meaning(of mark: Character, _ word: String) -> String {
        switch mark {
        case "*":
            "YAML takes \(quoted(word)) for an alias, and catalogs have none; "
                + "quote a formula or text that begins with *"
        case "&": "YAML takes \(quoted(word)) for an anchor, and catalogs have none; quote a text that begins with &"
        case "!":
            "YAML takes \(quoted(word)) for a tag, and catalogs have none; "
                + "quote a text that begins with !, and write 'not' in formulas"
        default: "YAML has another use for '\(mark)' at the beginning of a value; quote the text"
        }
    }

    /// The six digits of a colour that stands after a space without quotes.
    private static func unquotedColor(in line: String) -> Substring? {
        for part in line.split(separator: "#").dropFirst() {
            let digits = part.prefix(while: \.isHexDigit)
            guard digits.count == 6, digits.startIndex > line.startIndex else { continue }
            let before = line[..<line.index(before: digits.startIndex)]
            if before.hasSuffix(" "), before.drop(while: { $0 == " " }).contains(":") { return digits }
        }
        return nil
    }

    private static func startOfValue(beginningWith mark: Character, in line: String) -> String.Index? {
        for before in [": ", "- ", ", ", "["] {
            if let range = line.firstRange(of: before + String(mark)) { return line.index(before: range.upperBound) }
        }
        return nil
    }

    // MARK: Places

    private func source(line: Int) -> String {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.indices.contains(line - 1) ? String(lines[line - 1]) : ""
    }

    private func word(at mark: Mark) -> String {
        let rest = source(line: mark.line).unicodeScalars.dropFirst(mark.column)
        return String(Substring(rest).prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") })
    }

    private func line(ofCharacter offset: Int) -> Int {
        text.prefix(offset).count(where: \.isNewline) + 1
    }
}
