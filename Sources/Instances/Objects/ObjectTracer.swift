import Spool
package import Coverage
package import RasterModel

/// The second sweep's work on one block: outlines and interior pixels. Belongs to one worker.
package struct ObjectTracer {
    private let request: ComponentRequest
    private var source: any ObjectSource
    private let raster: RasterSize
    private let areas: PixelAreas?
    private var objects = BlockLabels()
    private var objectRegions = BlockRegions()
    private var sides = SideLabels()
    private var tracer = OutlineTracer()

    /// A tracer for what a `ComponentMeasure` found with the same request, raster and areas.
    package init(_ request: ComponentRequest, raster: RasterSize, areas: PixelAreas?) {
        self.request = request
        source = request.makeSource()
        self.raster = raster
        self.areas = request.comparesAreas ? areas : nil
    }

    /// Traces a block.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of the block, the same as in the first sweep.
    ///   - resolved: `ComponentTables.resolved(forBlock:)`.
    package mutating func trace(
        _ codes: Span<UInt8>, window: PixelWindow, resolved: ResolvedBlock
    ) -> TracedBlock {
        objects.find(codes, window: window, source: &source)
        objectRegions.measure(objects, window: window, raster: raster, areas: areas, countsDiagonals: false)
        let border = objectRegions.borderIndex
        let components = (0..<objects.count).map { label in
            let fragment = Int(border.fragment(of: label))
            guard fragment < 0 else { return resolved.components[fragment] }
            let region = objectRegions.region(label)
            return request.isObject(region) ? ResolvedComponent(region) : .other
        }
        let outlines = request.tracesOutlines ? traceOutlines(window, resolved, components) : nil
        let (inside, runs) = middleRuns(window, border, components)
        return TracedBlock(
            window: window, interiors: inside, runs: runs, rings: tracer.rings, outlines: outlines)
    }

    private mutating func traceOutlines(
        _ window: PixelWindow, _ resolved: ResolvedBlock, _ components: [ResolvedComponent]
    ) -> OutlineBlock {
        guard source.neighbours == .eight else {
            return trace(objects, window, components.map { OutlineOwner(object: $0.first, part: $0.first) })
        }
        sides.find(objects, window: window, raster: raster)
        var owners = sides.firsts(resolved.sideComponents).map { OutlineOwner(object: $0, part: $0) }
        // Runs are the same whatever connects them.
        for run in 0..<sides.labels.runs.count where sides.labels.labels[run] >= 0 {
            owners[Int(sides.labels.labels[run])].object = components[Int(objects.labels[run])].first
        }
        return trace(sides.labels, window, owners)
    }

    private mutating func trace(
        _ labels: BlockLabels, _ window: PixelWindow, _ owners: [OutlineOwner]
    ) -> OutlineBlock {
        tracer.trace(labels, window: window, owners: owners)
        let border = BlockBorder<NoFragment>(labels, window: window, fragments: []) { run in
            BorderPixel(
                key: labels.runs.key(run), cornerKey: PixelKeys.unlabelled, face: Face.hidden,
                owner: labels.labels[run])
        }
        return OutlineBlock(
            window: window, chains: tracer.chains, turns: tracer.chainTurns, border: border, owners: owners)
    }

    /// Interior pixels of objects inside the block; for others their runs in the row in question.
    private func middleRuns(
        _ window: PixelWindow, _ border: BorderIndex, _ components: [ResolvedComponent]
    ) -> (SpillBatch<PixelPosition>, [MiddleRun]) {
        var runs: [MiddleRun] = []
        var longest = [Range<Int>](repeating: 0..<0, count: objects.count)
        objects.forEachRun { label, columns, row in
            guard components[label].middleRow == window.row + row else { return }
            let columns = columns.lowerBound + window.column..<columns.upperBound + window.column
            if border.fragment(of: label) >= 0 {
                runs.append(MiddleRun(object: components[label].first, row: window.row + row, columns: columns))
            } else if columns.count > longest[label].count {
                longest[label] = columns
            }
        }
        var inside = SpillBatch<PixelPosition>()
        for label in longest.indices where border.fragment(of: label) < 0 && components[label].isObject {
            inside.add(components[label].first, InteriorPixels.middle(longest[label], row: components[label].middleRow))
        }
        return (inside, runs)
    }
}
