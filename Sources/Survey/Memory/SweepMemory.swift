import RasterModel

/// What sweeps over the mask take at most, beside what the survey leaves: blocks of codes, patches that are open on the
/// frontier between blocks, and what is collected before it spills.
///
/// Measured on checkerboards and white noise, where every other pixel is a patch of its own: nothing takes more.
struct SweepMemory: Hashable {
    /// True where steps of cleaning look at whole patches.
    var cleans = false
    /// True where patches or objects are counted.
    var counts = false
    /// How many signals objects tell.
    var signals = 0

    init() {}

    init(_ plan: CatalogPlan) {
        cleans = !plan.patchSteps.isEmpty
        counts = plan.components != nil
        signals = plan.signals.count
    }

    /// What is unfinished beside what workers work on.
    static let waitingBlocks = 2

    /// Bytes, for a number of workers.
    func bytes(threads: Int, raster: RasterSize) -> Int {
        let side = MemoryPlan.blockSize
        let block = min(side, raster.width) * min(side, raster.height)
        let blocks = (raster.width / side + 1) * (raster.height / side + 1)
        guard cleans || counts else { return 0 }
        // Runs, labels and shapes; then also components with their hulls, which go to the consumer.
        var (worker, product) = counts ? (92, 40) : (36, 14)
        // Planes of values, once as they are stored; a sum for every other pixel.
        worker += signals == 0 ? 0 : 4 + signals * (4 + 16)
        product += signals * 8
        let perBlock = block * (threads * worker + (threads + Self.waitingBlocks) * product)
        // Sorting: what is collected, and windows of the runs that are merged; the largest outline; the database's cache.
        let sorting = counts ? min(75_000_000, 20_000_000 + raster.count * 200) : 0
        return perBlock + sorting + raster.width * (counts ? 1000 : 400) + blocks * 128
    }
}
