import RasterIO
import RasterModel

/// Size of the records in which a survey is told: it follows from the raster alone, so that a run can go on with other tiles,
/// and another machine cuts the same.
enum RecordSize {
    /// Width and height at most, in pixels, where the file's blocks are not larger.
    private static let longest = 4096

    /// Of a raster: whole blocks of the file, four tiles wide and high unless these are large; of one in strips its width and
    /// 512 rows.
    static func of(_ source: RasterSource) -> RasterSize {
        let (raster, layout) = (source.grid.size, source.layout)
        guard layout.isTiled else {
            return RasterSize(width: raster.width, height: min(MemoryPlan.blockSize, raster.height))
        }
        return RasterSize(
            width: min(side(along: layout.blockWidth), raster.width),
            height: min(side(along: layout.blockHeight), raster.height))
    }

    /// Of tiles, which are the smallest multiples of the file's block that are at least a block of the mask.
    private static func side(along block: Int) -> Int {
        let tile = MemoryCandidate.side(along: block)
        return tile * max(1, min(4, longest / tile))
    }
}
