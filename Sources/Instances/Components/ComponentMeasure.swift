import Spool
package import Coverage
package import RasterModel

/// The first sweep's work on one block: its components. Belongs to one worker.
package struct ComponentMeasure {
    private let request: ComponentRequest
    private var source: any ObjectSource
    private var patchSource = ComponentSource(keys: .everyClass, neighbours: ComponentRequest.patchNeighbours)
    private let raster: RasterSize
    private let areas: PixelAreas?
    private var labels = BlockLabels()
    private var regions = BlockRegions()
    private var sideLabels = SideLabels()
    private var sides = ClassSides()

    /// - Parameter areas: of the raster's pixels; nil where it has none.
    package init(_ request: ComponentRequest, raster: RasterSize, areas: PixelAreas?) {
        self.request = request
        source = request.makeSource()
        self.raster = raster
        self.areas = areas
    }

    /// Finds the components of one block.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of the block.
    ///   - window: the block's window of the raster; at most 65,535 wide and high.
    ///   - signals: planes of the block, row-major; values that are not finite are left out of the means.
    package mutating func measure(_ codes: Span<UInt8>, window: PixelWindow, signals: [[Float]] = []) -> ComponentBlock
    {
        labels.find(codes, window: window, source: &source)
        regions.measure(
            labels, window: window, raster: raster, areas: areas, countsDiagonals: request.countsDiagonals)
        let contents = request.countsContents ? tallyContents(codes) : []
        let sums = signals.map { sum($0) }
        let hulls = request.findsHull ? findHulls(window) : []
        let needsSideComponents = request.tracesOutlines && source.neighbours == .eight
        let sideComponents = needsSideComponents ? sideLabels.border(labels, window: window, raster: raster) : nil
        var block = assemble(window, sideComponents) { label in
            var component = Component()
            component.region = regions.region(label)
            component.signals = sums.map { $0[label] }
            if !contents.isEmpty { component.contents = contents[label] }
            if !hulls.isEmpty { component.hull = hulls[label] }
            return component
        }
        if request.countsPatches { block.patches = findPatches(codes, window) }
        return block
    }

    /// Finds the patches of every class. Replaces what was labelled before.
    private mutating func findPatches(_ codes: Span<UInt8>, _ window: PixelWindow) -> PatchBlock {
        labels.find(codes, window: window, source: &patchSource)
        regions.measure(labels, window: window, raster: raster, areas: areas, countsDiagonals: false)
        let index = regions.borderIndex
        var inside = PatchCensus()
        for label in 0..<labels.count where index.fragment(of: label) < 0 { inside.add(regions.size(label)) }
        sides.count(labels)
        sides.move(to: &inside)
        let border = BlockBorder(
            labels, window: window, neighbours: patchSource.neighbours, index: index,
            fragments: index.map { regions.size($0) })
        return PatchBlock(border: border, inside: inside)
    }

    private func assemble(
        _ window: PixelWindow, _ sideComponents: BlockBorder<FirstPixel>?, _ component: (Int) -> Component
    ) -> ComponentBlock {
        let index = regions.borderIndex
        var closed = SpillBatch<PixelPosition>()
        var fragments: [Component] = []
        var inventory = BlockInventory()
        for label in 0..<labels.count {
            let found = component(label)
            let isObject = request.isObject(found.region)
            inventory.add(found.region.first, index.fragment(of: label) >= 0 ? .fragment : isObject ? .object : .other)
            if index.fragment(of: label) >= 0 {
                fragments.append(found)
            } else if isObject {
                closed.add(found.region.first, found)
            }
        }
        let border = BlockBorder(
            labels, window: window, neighbours: source.neighbours, index: index, fragments: fragments)
        return ComponentBlock(
            border: border, closed: closed, sideComponents: sideComponents, inventory: inventory.encoded)
    }

    private func tallyContents(_ codes: Span<UInt8>) -> [CodeTally] {
        var tallies = [CodeTally](repeating: CodeTally(), count: labels.count)
        let width = labels.runs.size.width
        labels.forEachRun { label, columns, row in
            var start = columns.lowerBound
            for column in columns {
                let isLast = column + 1 == columns.upperBound
                if isLast || codes[row * width + column + 1] != codes[row * width + column] {
                    tallies[label].add(codes[row * width + column], column + 1 - start)
                    start = column + 1
                }
            }
        }
        return tallies
    }

    private func sum(_ signal: [Float]) -> [SignalSum] {
        var sums = [SignalSum](repeating: SignalSum(), count: labels.count)
        let width = labels.runs.size.width
        let values = signal.span
        labels.forEachRun { label, columns, row in
            sums[label].add(values.extracting(row * width + columns.lowerBound..<row * width + columns.upperBound))
        }
        return sums
    }

    private func findHulls(_ window: PixelWindow) -> [ConvexHull] {
        var rows = [HullRow](repeating: HullRow(), count: labels.count)
        labels.forEachRun { label, columns, row in
            rows[label].add(columns, row: row, column: window.column, top: window.row)
        }
        return rows.map { $0.finished() }
    }
}

/// A hull and the row that is being added to it.
private struct HullRow {
    private var hull = ConvexHull()
    private var row = -1
    private var columns = 0..<0

    mutating func add(_ run: Range<Int>, row: Int, column: Int, top: Int) {
        let run = run.lowerBound + column..<run.upperBound + column
        if row + top == self.row {
            columns = columns.lowerBound..<run.upperBound
        } else {
            if self.row >= 0 { hull.add(columns, row: self.row) }
            self.row = row + top
            columns = run
        }
    }

    func finished() -> ConvexHull {
        var hull = hull
        hull.add(columns, row: row)
        return hull
    }
}
