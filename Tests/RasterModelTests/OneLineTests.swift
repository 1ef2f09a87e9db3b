import Testing

@testable import RasterModel

@Suite("Text on one line")
struct OneLineTests {
    @Test("Controls and breaks become spaces, one for one; the rest stays")
    func controls() {
        #expect("a\nb\r\nc\u{1b}[2Jd\u{2028}e\tf".onOneLine == "a b  c [2Jd e f")
        #expect("größer 5 \u{1F33E}".onOneLine == "größer 5 \u{1F33E}")
        #expect("".onOneLine.isEmpty)
        #expect("ab\ncd".dropFirst().onOneLine == "b cd")
    }

    @Test("Lines are joined without the empty ones")
    func lines() {
        #expect("first\r\n\nsecond\n".joinedLines == "first second")
        #expect("only".joinedLines == "only")
    }
}
