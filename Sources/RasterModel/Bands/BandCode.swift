/// A band's number in a sensor's own counting: "B04", "B8A", "B10".
struct BandCode: Sendable, Hashable {
    let number: Int
    /// True for numbers below 10 with a zero before them.
    let isPadded: Bool
    /// True for "8A".
    let hasLetter: Bool

    /// - Parameter mayBeLong: "band4" is taken too.
    init?(_ word: String, mayBeLong: Bool) {
        guard word.hasPrefix("b") else { return nil }
        let isLong = word.hasPrefix("band")
        var digits = word.dropFirst(isLong ? 4 : 1)
        hasLetter = digits.hasSuffix("a")
        if hasLetter { digits = digits.dropLast() }
        guard (1...2).contains(digits.count), digits.allSatisfy(\.isNumber), let number = Int(digits), number > 0,
            !hasLetter || number == 8, mayBeLong || !isLong || hasLetter || digits.hasPrefix("0")
        else { return nil }
        self.number = number
        isPadded = digits.hasPrefix("0")
    }
}
