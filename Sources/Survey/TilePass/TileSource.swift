import RasterIO
import RasterModel
import Tiling

/// Reads tiles for one worker and says, catalog by catalog, which pixels hold an observation.
struct TileSource: ~Copyable {
    private let plan: SurveyPlan
    private let reader: any PixelReader
    private var buffer = PixelBuffer()
    private var validities: [[UInt8]]

    init(_ plan: SurveyPlan) throws {
        self.plan = plan
        reader = try plan.pixels.open(plan.reading)
        validities = Array(repeating: [], count: plan.catalogs.count)
    }

    /// Reads a tile with its halo.
    ///
    /// - Returns: false where nothing in the tile is asked for; then nothing has been read.
    mutating func read(_ tile: Int) throws -> Bool {
        if let area = plan.within, area.misses(plan.grid.core(tile)) { return false }
        let window = plan.grid.window(tile)
        try reader.read(window, into: &buffer)
        for (index, catalog) in plan.catalogs.enumerated() {
            var validity: [UInt8] = []
            swap(&validity, &validities[index])
            catalog.view.validity.apply(buffer, into: &validity)
            // What was not read, or is not asked for, takes no part in anything around it.
            for lost in buffer.unreadable(in: catalog.view.layers) {
                lost.intersection(window).fill(&validity, in: window, with: 0)
            }
            plan.within?.markOutside(of: window, in: &validity, with: 0)
            swap(&validity, &validities[index])
        }
        return true
    }

    /// The last tile as a catalog sees it. To be let go before the next one is read.
    func view(of catalog: Int) -> PixelView {
        let view = plan.catalogs[catalog].view
        return PixelView(buffer, planes: view.planes, scalings: view.scalings, validity: validities[catalog])
    }

    /// Parts of the last tile that could not be read for a catalog.
    func unreadable(for catalog: Int) -> [PixelWindow] {
        buffer.unreadable(in: plan.catalogs[catalog].view.layers)
    }

    /// Points of the last tile that are drawn.
    func previewSamples(of catalog: Int, core: PixelWindow, codes: [UInt8]) -> Preview.Samples {
        plan.catalogs[catalog].lattice.samples(of: core, buffer: buffer, codes: codes)
    }

    /// What the bands of a catalog range over, at the same points.
    func ranges(of catalog: Int, core: PixelWindow, codes: [UInt8]) -> [BandRange] {
        let details = plan.catalogs[catalog]
        return details.lattice.ranges(of: core, planes: details.view.planes, in: buffer, codes: codes)
    }
}
