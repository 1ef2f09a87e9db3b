import Foundation
import TestSupport
import Testing

@testable import Results

@Suite("JSON that is read")
struct JSONParserTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    /// The message of what is refused; nil where it is taken.
    private func refusal(_ text: String) -> String? {
        do { _ = try parse(text) } catch { return error.description }
        return nil
    }

    @Test("Plain values")
    func plain() throws {
        #expect(try parse(" null\n") == .null)
        #expect(try parse("true") == .bool(true))
        #expect(try parse("[]") == .array([]))
        #expect(try parse("{ }") == .object([]))
        #expect(try parse("\t[1 , -2.5,\"a\"]\r\n") == .array([.integer(1), .number(-2.5), .string("a")]))
    }

    @Test("Keys keep their order")
    func order() throws {
        #expect(
            try parse(#"{"z": 1, "a": {"y": 2}}"#) == .members(["z": .integer(1), "a": .members(["y": .integer(2)])]))
    }

    @Test(
        "Numbers are whole where they are written so and fit, else doubles",
        arguments: [
            ("0", JSONValue.integer(0)), ("-0", .integer(0)), ("-12", .integer(-12)), ("1.0", .number(1)),
            ("1e2", .number(100)), ("1E+2", .number(100)), ("-0.0", .number(-0.0)),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("5e-324", .number(.leastNonzeroMagnitude)), ("0.1", .number(0.1)),
        ])
    func numbers(text: String, value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(
        "Escapes",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00fc\u00DF""#, "üß"),
            (#""\ud83d\udc11""#, "🐑"), ("\"Grünland 🐑\"", "Grünland 🐑"), (#""\u0000""#, "\0"),
        ])
    func escapes(text: String, value: String) throws {
        #expect(try parse(text) == .string(value))
    }

    @Test(
        "What is not JSON is refused with line and column",
        arguments: [
            ("", "line 1, column 1: the document ends where a value should stand"),
            ("[1,]", "line 1, column 4: a value should stand here"),
            ("[1 2]", "line 1, column 4: ',' or ']' should stand here"),
            ("{\"a\": 1,}", "line 1, column 9: a key in quotes should stand here"),
            ("{\"a\" 1}", "line 1, column 6: ':' should stand here"),
            ("{a: 1}", "line 1, column 2: a key in quotes should stand here"),
            ("{\"ä\": 1,\n \"ä\": 2}", "line 2, column 2: the key comes twice"),
            ("[1]\n\n x", "line 3, column 2: something stands behind the end of the document"),
            ("nul", "line 1, column 1: a value should stand here"),
            ("NaN", "line 1, column 1: a value should stand here"),
            ("01", "line 1, column 1: a number begins with 0"), ("-", "line 1, column 2: a digit should stand here"),
            ("1.", "line 1, column 3: a digit should stand here"),
            (".5", "line 1, column 1: a value should stand here"),
            ("+1", "line 1, column 1: a value should stand here"),
            ("1e", "line 1, column 3: a digit should stand here"),
            ("1e999", "line 1, column 1: a number is larger than a double can be"),
            ("\"a", "line 1, column 1: the text has no end"), ("\"\\", "line 1, column 2: the text has no end"),
            ("\"a\nb\"", "line 1, column 3: a control character stands in a text"),
            (#""\x""#, "line 1, column 2: '\\' stands before what cannot be escaped"),
            (#""\u12g4""#, "line 1, column 2: '\\u' needs four digits of base 16"),
            (#""\ud83d""#, "line 1, column 2: half a character is escaped"),
            (#""\ud83d\u0041""#, "line 1, column 2: half a character is escaped"),
            (#""\udc11""#, "line 1, column 2: half a character is escaped"),
            ("// a\n1", "line 1, column 1: a value should stand here"),
            ("\u{FEFF}1", "line 1, column 1: a value should stand here"),
        ])
    func refusals(text: String, message: String) {
        #expect(refusal(text) == message)
    }

    @Test("A text that is not UTF-8 is refused")
    func encoding() {
        #expect(throws: JSONError("the text is not UTF-8", at: "line 1, column 2")) {
            try JSONValue(parsing: [UInt8(ascii: "["), UInt8(ascii: "\""), 0xC3, UInt8(ascii: "\""), UInt8(ascii: "]")])
        }
    }

    @Test("Nesting has an end, however deep the text goes on")
    func depth() throws {
        let nested = { (count: Int) in
            String(repeating: "[", count: count) + String(repeating: "]", count: count)
        }
        _ = try parse(nested(64))
        #expect(refusal(nested(65)) == "line 1, column 65: lists and objects are nested too deeply")
        #expect(refusal(String(repeating: "{\"a\":", count: 1_000_000)) != nil)
    }

    private func document(_ depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .integer(Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0..<64, using: &random))
        case 1: return .null
        case 2:
            let scalars = (0..<Int.random(in: 0...20, using: &random)).map { _ in
                Unicode.Scalar(UInt32.random(in: 0..<0x11000, using: &random)) ?? "\""
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 3: return .bool(Bool.random(using: &random))
        case 4:
            let number = Double(bitPattern: random.next())
            return number.isFinite ? .number(number) : .null
        case 5: return .array((0..<Int.random(in: 0...5, using: &random)).map { _ in document(depth - 1, &random) })
        default:
            return .object(
                (0..<Int.random(in: 0...5, using: &random)).map {
                    JSONValue.Member(key: "k\"\($0)ß", value: document(depth - 1, &random))
                })
        }
    }

    @Test("What is written is read as what it was, numbers bit by bit", arguments: 0..<60)
    func roundTrip(seed: Int) throws {
        var random = SeededGenerator(seed)
        let value = document(6, &random)
        let read = try parse(value.text)
        #expect(read == value)
        #expect(read.text == value.text)
    }

    @Test("Broken documents are read or refused in one line, as Foundation does where it is strict", arguments: 0..<200)
    func mutations(seed: Int) throws {
        var random = SeededGenerator(seed)
        var bytes = Array(document(5, &random).text.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.insert(Array("[]{},:\"\\0e-.".utf8).randomElement(using: &random) ?? 0, at: index)
            default: if bytes.count > 1 { bytes.remove(at: index) }
            }
        }
        do {
            // What this takes, Foundation takes too: this is not the laxer one.
            let value = try JSONValue(parsing: bytes)
            #expect(throws: Never.self) {
                try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            }
            #expect(try parse(value.text) == value)
        } catch {
            #expect(error.location.hasPrefix("line ") && !error.description.contains("\n"))
        }
    }
}
