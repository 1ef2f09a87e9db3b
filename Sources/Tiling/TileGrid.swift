package import RasterModel

/// The tiles of a raster: cores that share it out without overlap, and the windows (core plus halo, clipped to the raster)
/// that have to be read for them.
///
/// Tiles lie in records, which share the raster out in row-major order and are cut in tiles, row-major too. Records follow
/// from the raster alone, so that what has been done of a survey can be told in records whatever the size of its tiles.
package struct TileGrid: Hashable, Sendable {
    /// Size of the raster in pixels.
    package let raster: RasterSize
    /// Size of a record in pixels; the last ones of a row and column may be smaller.
    package let record: RasterSize
    /// Width of a core in pixels; the last of a record's row may be narrower.
    package let tileWidth: Int
    /// Height of a core in pixels; the last of a record's column may be lower.
    package let tileHeight: Int
    /// Pixels around the core that the method looks at.
    package let halo: Int
    /// First tile of each record, and behind them the number of tiles.
    private let firstTiles: [Int]

    /// The tiles of a raster; tiles larger than a record are clipped to it.
    ///
    /// - Parameter record: size of a record; nil: the raster is one.
    package init(raster: RasterSize, record: RasterSize? = nil, tileWidth: Int, tileHeight: Int, halo: Int) {
        precondition(tileWidth > 0 && tileHeight > 0 && halo >= 0 && raster.width > 0 && raster.height > 0)
        let record = record ?? raster
        precondition(record.width > 0 && record.height > 0)
        self.raster = raster
        self.record = RasterSize(width: min(record.width, raster.width), height: min(record.height, raster.height))
        self.tileWidth = min(tileWidth, self.record.width)
        self.tileHeight = min(tileHeight, self.record.height)
        self.halo = halo
        var firstTiles = [0]
        let grid = (self.record, self.tileWidth, self.tileHeight)
        for row in stride(from: 0, to: raster.height, by: grid.0.height) {
            let down = (min(grid.0.height, raster.height - row) + grid.2 - 1) / grid.2
            for column in stride(from: 0, to: raster.width, by: grid.0.width) {
                let across = (min(grid.0.width, raster.width - column) + grid.1 - 1) / grid.1
                firstTiles.append((firstTiles.last ?? 0) + across * down)
            }
        }
        self.firstTiles = firstTiles
    }

    /// Number of tiles.
    package var count: Int { firstTiles[recordCount] }

    /// Number of records.
    package var recordCount: Int { firstTiles.count - 1 }

    /// Records in a row.
    private var recordsAcross: Int { (raster.width + record.width - 1) / record.width }

    /// The tiles from a record's first on.
    package func tiles(fromRecord record: Int) -> Range<Int> { firstTiles[record]..<count }

    /// The record that a tile lies in.
    package func record(ofTile tile: Int) -> Int {
        var (first, last) = (0, recordCount)
        while last - first > 1 {
            let middle = (first + last) / 2
            if firstTiles[middle] <= tile { first = middle } else { last = middle }
        }
        return first
    }

    /// True for the last tile of its record.
    package func endsRecord(_ tile: Int) -> Bool { firstTiles[record(ofTile: tile) + 1] == tile + 1 }

    /// The pixels of a record.
    package func window(ofRecord number: Int) -> PixelWindow {
        let column = number % recordsAcross * record.width
        let row = number / recordsAcross * record.height
        return PixelWindow(
            column: column, row: row, width: min(record.width, raster.width - column),
            height: min(record.height, raster.height - row))
    }

    /// Number of pixels of the first records.
    package func pixels(inRecords count: Int) -> Int {
        let (rows, rest) = (count / recordsAcross, count % recordsAcross)
        let whole = min(rows * record.height, raster.height)
        return whole * raster.width + rest * record.width * min(record.height, raster.height - whole)
    }

    /// The records that a window meets, row-major.
    package func records(meeting window: PixelWindow) -> [Int] {
        guard !window.isEmpty else { return [] }
        let columns = window.column / record.width...(window.columns.upperBound - 1) / record.width
        let rows = window.row / record.height...(window.rows.upperBound - 1) / record.height
        return rows.flatMap { row in columns.map { row * recordsAcross + $0 } }
    }

    /// The pixels that a tile decides.
    package func core(_ tile: Int) -> PixelWindow {
        let number = record(ofTile: tile)
        let window = window(ofRecord: number)
        let across = (window.width + tileWidth - 1) / tileWidth
        let local = tile - firstTiles[number]
        let column = window.column + local % across * tileWidth
        let row = window.row + local / across * tileHeight
        return PixelWindow(
            column: column, row: row, width: min(tileWidth, window.columns.upperBound - column),
            height: min(tileHeight, window.rows.upperBound - row))
    }

    /// The pixels that a tile reads.
    package func window(_ tile: Int) -> PixelWindow { core(tile).grown(by: halo, within: raster) }
}
