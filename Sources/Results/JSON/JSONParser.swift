/// Reads JSON as RFC 8259 has it and nothing else: UTF-8 without a mark before it, no comments, no commas behind the last
/// item. Keys keep their order and may not come twice; numbers beyond the range of a double are refused, as is what is
/// nested more deeply than any document of a run. Never fails otherwise, whatever the bytes.
struct JSONParser {
    /// Lists and objects in each other; a document of a run has five.
    private static let deepest = 64

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value that the text consists of.
    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw error("something stands behind the end of the document") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipSpace()
        guard let byte = next else { throw error("the document ends where a value should stand") }
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw error("a value should stand here")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        try open(depth)
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        if take("}") { return .object([]) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw error("a key in quotes should stand here") }
            let start = index
            let key = try string()
            guard keys.insert(key).inserted else { throw error("the key comes twice", at: start) }
            guard take(":") else { throw error("':' should stand here") }
            members.append(JSONValue.Member(key: key, value: try value(depth: depth + 1)))
            if take("}") { return .object(members) }
            guard take(",") else { throw error("',' or '}' should stand here") }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        try open(depth)
        var items: [JSONValue] = []
        if take("]") { return .array([]) }
        while true {
            items.append(try value(depth: depth + 1))
            if take("]") { return .array(items) }
            guard take(",") else { throw error("',' or ']' should stand here") }
        }
    }

    private mutating func open(_ depth: Int) throws(JSONError) {
        guard depth < Self.deepest else { throw error("lists and objects are nested too deeply") }
        index += 1
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
        guard bytes[index...].starts(with: word.utf8) else { throw error("a value should stand here") }
        index += word.utf8.count
        return value
    }

    // MARK: Numbers

    /// Whole numbers stay whole where they fit.
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        let leading = next
        let count = try digits()
        guard count == 1 || leading != UInt8(ascii: "0") else { throw error("a number begins with 0", at: start) }
        var isWhole = true
        if next == UInt8(ascii: ".") {
            isWhole = false
            index += 1
            _ = try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            isWhole = false
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            _ = try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let whole = Int(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else {
            throw error("a number is larger than a double can be", at: start)
        }
        return .number(number)
    }

    private mutating func digits() throws(JSONError) -> Int {
        let start = index
        while let digit = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) { index += 1 }
        guard index > start else { throw error("a digit should stand here") }
        return index - start
    }

    // MARK: Texts

    private mutating func string() throws(JSONError) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw error("the text is not UTF-8", at: start)
                }
                return string
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw error("a control character stands in a text")
            default:
                text.append(byte)
                index += 1
            }
        }
        throw error("the text has no end", at: start)
    }

    private mutating func escape() throws(JSONError) -> String {
        let start = index
        index += 1
        guard let letter = next else { throw error("the text has no end", at: start) }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(UnicodeScalar(letter))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return String(try escapedScalar(start))
        default: throw error("'\\' stands before what cannot be escaped", at: start)
        }
    }

    /// Of "\u00fc", or of two surrogates: "\ud83d\udc11".
    private mutating func escapedScalar(_ start: Int) throws(JSONError) -> Unicode.Scalar {
        let high = try codeUnit(start)
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(high)), next == UInt8(ascii: "\\") else {
            throw error("half a character is escaped", at: start)
        }
        index += 1
        guard next == UInt8(ascii: "u") else { throw error("half a character is escaped", at: start) }
        index += 1
        let low = try codeUnit(start)
        guard UTF16.isTrailSurrogate(UInt16(low)),
            let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        else { throw error("half a character is escaped", at: start) }
        return scalar
    }

    private mutating func codeUnit(_ start: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
                throw error("'\\u' needs four digits of base 16", at: start)
            }
            unit = unit << 4 + UInt32(digit)
            index += 1
        }
        return unit
    }

    // MARK: Bytes

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    /// Goes on behind a sign, where it is the next one that is no space.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard next == UInt8(ascii: sign) else { return false }
        index += 1
        return true
    }

    /// - Parameter position: index of a byte; nil: of the next one. Columns count characters of Unicode.
    private func error(_ reason: String, at position: Int? = nil) -> JSONError {
        let before = bytes[..<min(position ?? index, bytes.count)]
        let line = before.count { $0 == 0x0A }
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = before[start...].count { $0 & 0xC0 != 0x80 }
        return JSONError(reason, at: "line \(line + 1), column \(column + 1)")
    }
}
