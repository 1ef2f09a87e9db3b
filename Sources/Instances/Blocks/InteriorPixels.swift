import Spool

/// Finds one pixel inside of each object: the middle of the longest run of its pixels in the row nearest to its centroid
/// (the left one among equals; the left one of two middles).
///
/// Takes runs in the order of blocks, row-major, and in each row from left to right.
struct InteriorPixels {
    private struct Search {
        var open: MiddleRun
        var longest: Range<Int>
    }

    private var searches: [PixelPosition: Search] = [:]

    /// Takes the next run of its object.
    mutating func add(_ run: MiddleRun) {
        guard var search = searches[run.object] else {
            searches[run.object] = Search(open: run, longest: run.columns)
            return
        }
        let start = search.open.columns.upperBound == run.columns.lowerBound ? search.open.columns.lowerBound : nil
        search.open.columns = (start ?? run.columns.lowerBound)..<run.columns.upperBound
        if search.open.columns.count > search.longest.count { search.longest = search.open.columns }
        searches[run.object] = search
    }

    /// The pixels of all objects that came. Their rows are done.
    mutating func finish() -> SpillBatch<PixelPosition> {
        var batch = SpillBatch<PixelPosition>()
        for (object, search) in searches { batch.add(object, Self.middle(search.longest, row: search.open.row)) }
        searches.removeAll(keepingCapacity: true)
        return batch
    }

    static func middle(_ columns: Range<Int>, row: Int) -> PixelPosition {
        PixelPosition(column: (columns.lowerBound + columns.upperBound - 1) / 2, row: row)
    }
}
