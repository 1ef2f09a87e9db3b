package import Spool
package import RasterModel

/// The first sweep's consumer: puts components together over seams and sorts them.
///
/// Takes what `ComponentMeasure` found, block by block in row-major order, on one thread. Memory holds the open
/// components, some rows of pixels and `sortMemory`.
package struct ComponentSurvey {
    private let request: ComponentRequest
    private let store: any SpillStore
    private var merger: SeamMerger<Component, ResolvedComponent>
    private var sideMerger: SeamMerger<FirstPixel, FirstPixel>
    private var hasSideComponents = false
    /// nil where patches are not counted.
    private var patches: PatchSurvey?
    private var sort: SpilledSort<PixelPosition>
    private var inventories: [ByteRange] = []
    /// Number of blocks in a row, and behind which row of pixels each row of blocks ends.
    private var blocksAcross = 0
    private var rowEnds: [Int] = []

    /// A survey of a raster of the given size.
    ///
    /// - Parameters:
    ///   - request: the same as the workers'.
    ///   - store: takes closed components and what later sweeps need.
    ///   - sortMemory: bytes of components to collect before they are written.
    package init(
        _ request: ComponentRequest, raster: RasterSize, store: any SpillStore, sortMemory: Int = 16_000_000
    ) {
        self.request = request
        self.store = store
        merger = SeamMerger(size: raster, countsDiagonals: request.countsDiagonals, store: store)
        sideMerger = SeamMerger(size: raster, store: store)
        sort = SpilledSort(store: store, memory: sortMemory)
        patches = request.countsPatches ? PatchSurvey(raster: raster) : nil
    }

    /// The most components that were open at once, aliases included.
    package var mostOpen: Int { merger.mostOpen }

    /// Takes the next block.
    package mutating func add(_ block: ComponentBlock) throws {
        try sort.add(block.closed)
        var closed = SpillBatch<PixelPosition>()
        let request = request
        try merger.add(block.border) { component in
            guard request.isObject(component.region) else { return .other }
            closed.add(component.region.first, component)
            return ResolvedComponent(component.region)
        }
        try sort.add(closed)
        if let border = block.sideComponents {
            hasSideComponents = true
            try sideMerger.add(border) { $0 }
        }
        if let found = block.patches { try patches?.add(found) }
        inventories.append(try store.append(block.inventory))
        let window = block.border.window
        if window.row == 0 { blocksAcross += 1 }
        if window.column == 0 { rowEnds.append(window.rows.upperBound) }
    }

    /// What was found. Once all blocks came.
    package consuming func finish() throws -> ComponentTables {
        let count = sort.count
        return ComponentTables(
            count: count, components: ComponentReader(try sort.sorted()),
            resolutions: ComponentResolutions(
                components: try merger.resolutions(),
                sideComponents: hasSideComponents ? try sideMerger.resolutions() : nil),
            patches: patches?.finish() ?? [:],
            inventories: BlockInventories(store: store, ranges: inventories, across: blocksAcross, rowEnds: rowEnds),
            store: store)
    }
}
