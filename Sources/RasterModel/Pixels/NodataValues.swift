/// Numbers that a person says mean "no data": one for every band in use, or one each for red, green and blue.
package struct NodataValues: Sendable, Hashable, CustomStringConvertible {
    /// One or three; NaN stands for every NaN.
    package let values: [Double]
    /// As typed, for messages and the record.
    package let description: String

    /// - Returns: nil where there are neither one nor three.
    package init?(_ values: [Double], text: String) {
        guard values.count == 1 || values.count == 3 else { return nil }
        self.values = values
        description = text
    }

    /// The one value; nil where each colour has its own.
    package var single: Double? { values.count == 1 ? values[0] : nil }

    // NaN is as good as NaN here.

    /// True where the numbers are the same.
    package static func == (a: NodataValues, b: NodataValues) -> Bool {
        a.values.map(\.bitPattern) == b.values.map(\.bitPattern)
    }

    /// By the numbers alone.
    package func hash(into hasher: inout Hasher) { hasher.combine(values.map(\.bitPattern)) }
}
