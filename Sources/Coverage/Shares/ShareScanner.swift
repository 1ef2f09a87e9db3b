package import RasterModel

/// Computes shares of pixels, row by row: work space for one thread.
///
/// Each edge is cut at the borders of rows and columns. A piece that runs through a pixel takes from it what lies to the
/// right of the piece, and takes its height from every pixel further right; the sums over all pieces are the shares. All
/// of it is done in integers, so that neither the order of edges nor the window matters, and what is whole is exactly
/// whole.
package struct ShareScanner: Sendable {
    /// The shares found last.
    package private(set) var shares = WindowShares()
    /// Edges that cross each row of a band: the first place in `links`, by row.
    private var heads: [Int32] = []
    private var links: [(edge: Int32, next: Int32)] = []
    private var row = RowAccumulator()

    /// A scanner with no work space yet.
    package init() {}

    /// Finds the shares that a zone has in a window; `shares` holds them until the next call.
    ///
    /// - Complexity: O(edges near the window's rows + rows x columns that they cross).
    package mutating func scan(_ zone: PolygonShares, in window: PixelWindow) {
        shares.clear()
        let window = window.intersection(zone.window)
        guard !window.isEmpty else { return }
        row.begin(window.columns)
        for band in zone.edges.bands(meeting: window.rows) {
            let rows = band.rows.clamped(to: window.rows)
            link(zone.edges, band.members, rows: rows, end: window.columns.upperBound)
            for line in rows { scan(line, head: heads[line - rows.lowerBound], edges: zone.edges) }
        }
    }

    /// Sorts the edges of a band by the rows that they cross.
    private mutating func link(_ edges: PolygonEdges, _ members: ArraySlice<Int32>, rows: Range<Int>, end: Int) {
        links.removeAll(keepingCapacity: true)
        heads.removeAll(keepingCapacity: true)
        heads.append(contentsOf: repeatElement(-1, count: rows.count))
        for member in members {
            let edge = edges.edges[Int(member)]
            guard edge.left < Double(end) else { continue }
            let first = max(edge.upper.row.rounded(.down), Double(rows.lowerBound))
            let last = min(edge.lower.row.rounded(.up), Double(rows.upperBound))
            guard first < last else { continue }
            for line in Int(first) - rows.lowerBound..<Int(last) - rows.lowerBound {
                links.append((member, heads[line]))
                heads[line] = Int32(links.count - 1)
            }
        }
    }

    private mutating func scan(_ line: Int, head: Int32, edges: PolygonEdges) {
        var link = Int(head)
        guard link >= 0 else { return }
        while link >= 0 {
            row.add(edges.edges[Int(links[link].edge)], row: line)
            link = Int(links[link].next)
        }
        row.deliver(line, to: &shares)
    }
}
