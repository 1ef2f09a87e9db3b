import Coverage
import RasterIO
import RasterModel
import Tiling

/// The raster over whose mask sweeps go: all of it, or a piece on which they are tried.
struct SweepFrame: Sendable {
    let raster: RasterSize
    /// Blocks of its mask.
    let pyramid: MaskPyramid
    /// nil where it has none.
    let areas: PixelAreas?
    /// nil where no fields or plots are asked for.
    let zones: SurveyZones?
    /// Workers at most; 0: sweeps run on the calling thread alone.
    let threads: Int

    init(_ plan: SurveyPlan) {
        self.init(
            raster: plan.source.grid.size, areas: plan.areas, zones: plan.zones, threads: plan.memory.sweepThreads)
    }

    init(raster: RasterSize, areas: PixelAreas?, zones: SurveyZones? = nil, threads: Int) {
        self.raster = raster
        pyramid = MaskPyramid(raster: raster, blockSize: MemoryPlan.blockSize)
        self.areas = areas
        self.zones = zones
        self.threads = threads
    }
}
