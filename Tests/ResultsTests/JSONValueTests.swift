import Foundation
import TestSupport
import Testing

@testable import Results

@Suite("JSON text")
struct JSONValueTests {
    /// The text without the line end.
    private func text(_ value: JSONValue) -> String { String(value.text.dropLast()) }

    @Test("Plain values")
    func plain() {
        #expect(JSONValue.null.text == "null\n")
        #expect(text(.bool(true)) == "true" && text(.bool(false)) == "false")
        #expect(text(.integer(.min)) == "-9223372036854775808")
        #expect(text(.array([])) == "[]" && text(.members([:])) == "{}")
    }

    @Test("Quotes, backslashes and control characters are escaped, everything else stands as it is")
    func escapes() {
        #expect(text(.string("a\"b\\c")) == #""a\"b\\c""#)
        #expect(text(.string("\n\r\t")) == #""\n\r\t""#)
        #expect(text(.string("\u{0}\u{8}\u{1F}\u{7F}")) == "\"\\u0000\\u0008\\u001f\u{7F}\"")
        #expect(text(.string("Grünland 🐑 / ü")) == "\"Grünland 🐑 / ü\"")
        // A line end of two characters, which is one Character.
        #expect(text(.string("\r\n")) == #""\r\n""#)
    }

    @Test("Keys keep their order, also where they come twice")
    func order() {
        let value = JSONValue.members(["z": .integer(1), "a": .integer(2), "m\n": .array([.null, .bool(true)])])
        #expect(text(value) == #"{"z": 1, "a": 2, "m\n": [null, true]}"#)
    }

    @Test("What is not a finite number is null", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        #expect(text(.number(value)) == "null")
        #expect(text(.array([.number(value)])) == "[null]")
    }

    @Test("What does not exist is null")
    func optional() {
        #expect(text(.optional(nil as Double?)) == "null" && text(.optional(1.5)) == "1.5")
        #expect(text(.optional(nil as String?)) == "null" && text(.optional("a")) == "\"a\"")
    }

    @Test("Zero has no sign, numbers have a point or an exponent")
    func numbers() {
        #expect(
            [0, -0.0, 1, -2.5, 1e21, 1e-7].map { text(.number($0)) } == ["0.0", "0.0", "1.0", "-2.5", "1e+21", "1e-07"])
    }

    @Test("Numbers come back bit by bit", arguments: 0..<20)
    func roundTrip(seed: Int) throws {
        var random = SeededGenerator(seed)
        let special = [
            0.1, 1 / 3, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0x1p-1070, 9_007_199_254_740_994,
        ]
        let numbers = special + (0..<200).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        let written = JSONValue.array(numbers.map { .number($0) }).text
        let read = try JSONDecoder().decode([Double].self, from: Data(written.utf8))
        #expect(read.map(\.bitPattern) == numbers.map(\.bitPattern))
    }

    /// A random document and the same as Foundation's values.
    private func document(_ depth: Int, _ random: inout SeededGenerator) -> (JSONValue, NSObject) {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0:
            let number = Int.random(in: -1_000_000...1_000_000, using: &random)
            return (.integer(number), NSNumber(value: number))
        case 1: return (.null, NSNull())
        case 2:
            let scalars = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Unicode.Scalar(UInt32.random(in: 0..<0x500, using: &random)) ?? " "
            }
            let text = String(String.UnicodeScalarView(scalars))
            return (.string(text), NSString(string: text))
        case 3: return (.bool(true), NSNumber(value: true))
        case 4:
            let items = (0..<Int.random(in: 0...5, using: &random)).map { _ in document(depth - 1, &random) }
            return (.array(items.map(\.0)), NSArray(array: items.map(\.1)))
        default:
            let items = (0..<Int.random(in: 0...5, using: &random)).map { ("k\($0)", document(depth - 1, &random)) }
            return (
                .object(items.map { .init(key: $0.0, value: $0.1.0) }),
                NSDictionary(dictionary: Dictionary(uniqueKeysWithValues: items.map { ($0.0, $0.1.1) }))
            )
        }
    }

    @Test(
        "Any document is read by Foundation as what it says, in lines of 120 at most where it can be", arguments: 0..<40
    )
    func documents(seed: Int) throws {
        var random = SeededGenerator(seed)
        let (value, expected) = document(4, &random)
        let data = Data(value.text.utf8)
        let read = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) as? NSObject
        #expect(read == expected)
    }

    @Test("What does not fit into a line is indented by two spaces a level")
    func layout() {
        let long = JSONValue.string(String(repeating: "x", count: 110))
        let value = JSONValue.members(["a": .array([.integer(1), .integer(2)]), "b": .array([long])])
        #expect(
            value.text == """
                {
                  "a": [1, 2],
                  "b": [
                    "\(String(repeating: "x", count: 110))"
                  ]
                }

                """)
    }

    @Test("A document written item by item is the document", arguments: [0, 1, 3, 2000])
    func pieces(count: Int) throws {
        let item = { (index: Int) in
            JSONValue.members([
                "id": .string("zone \(index)"), "pixels": .members(["total": .number(Double(index) / 3)]),
                "classes": .array((0..<4).map { .members(["value": .integer($0), "percent": .null]) }),
            ])
        }
        func document(_ items: [JSONValue]) -> JSONValue {
            .members(["schema": .string("x"), "zones": .array(items), "numbers": .array([.integer(1)]), "last": .null])
        }
        guard case .object(let members) = document([]) else { return }
        var pieces: [[UInt8]] = []
        try JSONText.write(members, key: "zones", count: count, item: item) { pieces.append($0) }
        let whole = document((0..<count).map(item)).text
        #expect(count == 0 || String(decoding: pieces.joined(), as: UTF8.self) == whole)
        #expect(pieces.allSatisfy { $0.count < 1 << 17 })
    }
}
