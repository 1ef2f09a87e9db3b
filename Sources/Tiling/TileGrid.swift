package import RasterModel

/// The tiles of a raster: cores that share it out without overlap, in row-major order, and the windows (core plus
/// halo, clipped to the raster) that have to be read for them.
package struct TileGrid: Hashable, Sendable {
    /// Size of the raster in pixels.
    package let raster: RasterSize
    /// Width of a core in pixels; the last of a row may be narrower.
    package let tileWidth: Int
    /// Height of a core in pixels; the last row of tiles may be lower.
    package let tileHeight: Int
    /// Pixels around the core that the method looks at.
    package let halo: Int

    /// The tiles of a raster; tiles larger than it are clipped to it.
    package init(raster: RasterSize, tileWidth: Int, tileHeight: Int, halo: Int) {
        precondition(tileWidth > 0 && tileHeight > 0 && halo >= 0 && raster.width > 0 && raster.height > 0)
        self.raster = raster
        self.tileWidth = min(tileWidth, raster.width)
        self.tileHeight = min(tileHeight, raster.height)
        self.halo = halo
    }

    /// Tiles in a row.
    package var across: Int { (raster.width + tileWidth - 1) / tileWidth }
    /// Rows of tiles.
    package var down: Int { (raster.height + tileHeight - 1) / tileHeight }
    /// Number of tiles.
    package var count: Int { across * down }

    /// The pixels that a tile decides.
    package func core(_ tile: Int) -> PixelWindow {
        let column = tile % across * tileWidth
        let row = tile / across * tileHeight
        return PixelWindow(
            column: column, row: row, width: min(tileWidth, raster.width - column),
            height: min(tileHeight, raster.height - row))
    }

    /// The pixels that a tile reads.
    package func window(_ tile: Int) -> PixelWindow { core(tile).grown(by: halo, within: raster) }
}
