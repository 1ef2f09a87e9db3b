/// The pixels of one axis that a cell covers, and how much of each.
struct CellSpan: Hashable, Sendable {
    /// The first pixel that it covers, wholly or in part.
    let first: Int
    /// How many pixels it covers, wholly or in part; at least one.
    let count: Int
    /// Share of the first pixel, and of the last where there are several; what lies between is covered wholly.
    private let head: Double
    private let tail: Double

    /// The span from one pixel position to another, with 0 at the outer edge of the first pixel.
    init(from low: Double, to high: Double) {
        first = Int(low.rounded(.down))
        let end = Int(high.rounded(.up))
        count = max(1, end - first)
        head = min(Double(first + 1), high) - low
        tail = high - Double(first + count - 1)
    }

    /// The pixels.
    var pixels: Range<Int> { first..<first + count }

    /// Share of a pixel that the span covers.
    ///
    /// - Parameter index: of the pixel among those that it covers, from 0.
    func weight(_ index: Int) -> Double { index == 0 ? head : index == count - 1 ? tail : 1 }
}
