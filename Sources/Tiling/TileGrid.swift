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
    }

    /// Number of tiles.
    package var count: Int { firstTile(ofRecord: recordCount) }

    /// Number of records.
    package var recordCount: Int { recordsAcross * tiles(in: raster.height, record.height) }

    /// Records in a row.
    private var recordsAcross: Int { tiles(in: raster.width, record.width) }

    /// The tiles from a record's first on.
    package func tiles(fromRecord record: Int) -> Range<Int> { firstTile(ofRecord: record)..<count }

    /// The first tile of a record; of the one behind the last: the number of tiles.
    private func firstTile(ofRecord number: Int) -> Int {
        let (row, column) = (number / recordsAcross, number % recordsAcross)
        let first = min(row * record.height, raster.height)
        // Rows of records above are whole ones, but for the last of all, which only the end lies behind.
        let above = first / record.height * tilesAcross * tiles(in: record.height, tileHeight)
        let rest = first % record.height
        let last = rest == 0 ? 0 : tilesAcross * tiles(in: rest, tileHeight)
        let height = min(record.height, raster.height - first)
        return above + last + column * tiles(in: record.width, tileWidth) * tiles(in: height, tileHeight)
    }

    /// How many pieces of at most some length share another out.
    private func tiles(in length: Int, _ piece: Int) -> Int { (length + piece - 1) / piece }

    /// Tiles side by side in a row of the raster.
    private var tilesAcross: Int {
        let whole = raster.width / record.width
        return whole * tiles(in: record.width, tileWidth) + tiles(in: raster.width - whole * record.width, tileWidth)
    }

    /// The record that a tile lies in.
    package func record(ofTile tile: Int) -> Int {
        let row = tile / (tilesAcross * tiles(in: record.height, tileHeight))
        let height = min(record.height, raster.height - row * record.height)
        let inRow = tile - firstTile(ofRecord: row * recordsAcross)
        return row * recordsAcross + inRow / (tiles(in: record.width, tileWidth) * tiles(in: height, tileHeight))
    }

    /// True for the last tile of its record.
    package func endsRecord(_ tile: Int) -> Bool { firstTile(ofRecord: record(ofTile: tile) + 1) == tile + 1 }

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
        let across = tiles(in: window.width, tileWidth)
        let local = tile - firstTile(ofRecord: number)
        let column = window.column + local % across * tileWidth
        let row = window.row + local / across * tileHeight
        return PixelWindow(
            column: column, row: row, width: min(tileWidth, window.columns.upperBound - column),
            height: min(tileHeight, window.rows.upperBound - row))
    }

    /// The pixels that a tile reads.
    package func window(_ tile: Int) -> PixelWindow { core(tile).grown(by: halo, within: raster) }
}
