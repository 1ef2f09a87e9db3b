import RasterModel

/// The pixels of a raster that no rectangle covers.
struct MosaicHoles: Sendable, Hashable {
    /// How many.
    private(set) var pixels = 0
    /// The topmost, then leftmost; nil where there are none.
    private(set) var first: PixelWindow?
    /// False where there are too many rectangles to tell.
    private(set) var isKnown = true

    /// Steps from edge to edge, each past all rectangles.
    private static let mostSteps = 300_000_000

    /// Goes down the rows from one edge to the next.
    init(of areas: [PixelWindow], in size: RasterSize) {
        let areas = areas.filter { !$0.isEmpty }.sorted { $0.column < $1.column }
        let edges = Set(areas.flatMap { [$0.rows.lowerBound, $0.rows.upperBound] } + [0, size.height]).sorted()
        guard edges.count * areas.count <= Self.mostSteps else {
            isKnown = false
            return
        }
        for (top, bottom) in zip(edges, edges.dropFirst()) {
            var end = 0
            func gap(to column: Int) -> PixelWindow {
                PixelWindow(column: end, row: top, endColumn: column, endRow: bottom)
            }
            for area in areas where area.rows.contains(top) {
                if area.column > end { add(gap(to: area.column)) }
                end = max(end, area.columns.upperBound)
            }
            if end < size.width { add(gap(to: size.width)) }
        }
    }

    /// Counts the zeros of a mask.
    mutating func count(_ mask: ArraySlice<UInt8>, of window: PixelWindow) {
        pixels += mask.count { $0 == 0 }
        guard first == nil, let index = mask.firstIndex(of: 0) else { return }
        let (row, column) = (index / window.width, index % window.width)
        let end = mask[index..<(row + 1) * window.width].firstIndex { $0 != 0 } ?? (row + 1) * window.width
        first = PixelWindow(
            column: window.column + column, row: window.row + row, width: end - index, height: 1)
    }

    private mutating func add(_ gap: PixelWindow) {
        pixels += gap.count
        if first == nil { first = gap }
    }
}
