package import Spool
package import RasterModel

/// The first sweep's consumer: puts components together over seams and sorts them.
///
/// Takes what `ComponentMeasure` found, block by block in row-major order, on one thread. Memory holds the open
/// components, some rows of pixels and `sortMemory`.
package struct ComponentSurvey {
    private let request: ComponentRequest
    private let store: any SpillStore
    private var merger: SeamMerger<Component, ComponentPlace>
    private var parts: SeamMerger<FirstPixel, FirstPixel>
    private var hasParts = false
    /// nil where patches are not counted.
    private var patches: PatchSurvey?
    private var sort: SpilledSort<PixelPlace>
    private var rolls: [ByteRange] = []
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
        parts = SeamMerger(size: raster, store: store)
        sort = SpilledSort(store: store, memory: sortMemory)
        patches = request.countsPatches ? PatchSurvey(raster: raster) : nil
    }

    /// The most components that were open at once, aliases included.
    package var mostOpen: Int { merger.mostOpen }

    /// Takes the next block.
    package mutating func add(_ block: ComponentBlock) throws {
        try sort.add(block.closed)
        var closed = SpillBatch<PixelPlace>()
        let request = request
        try merger.add(block.border) { component in
            guard request.isObject(component.shape) else { return .other }
            closed.add(component.shape.first, component)
            return ComponentPlace(component.shape)
        }
        try sort.add(closed)
        if let border = block.outlineParts {
            hasParts = true
            try parts.add(border) { $0 }
        }
        if let found = block.patches { try patches?.add(found) }
        rolls.append(try store.append(block.roll))
        let window = block.border.window
        if window.row == 0 { blocksAcross += 1 }
        if window.column == 0 { rowEnds.append(window.rows.upperBound) }
    }

    /// What was found. Once all blocks came.
    package consuming func finish() throws -> ComponentTables {
        let count = sort.count
        return ComponentTables(
            count: count, components: ComponentReader(try sort.sorted()),
            settlements: ComponentSettlements(
                places: try merger.settlements(), outlineParts: hasParts ? try parts.settlements() : nil),
            patches: patches?.finish() ?? [:],
            rolls: BlockRolls(store: store, places: rolls, across: blocksAcross, rowEnds: rowEnds), store: store)
    }
}
