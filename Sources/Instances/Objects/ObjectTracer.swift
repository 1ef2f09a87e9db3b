import Spool
package import Coverage
package import RasterModel

/// The second sweep's work on one block: outlines and interior pixels. Belongs to one worker.
package struct ObjectTracer {
    private let request: ComponentRequest
    private let raster: RasterSize
    private let areas: PixelAreas?
    private var objects = BlockLabels()
    private var objectShapes = BlockShapes()
    private var parts = SideLabels()
    private var tracer = OutlineTracer()

    /// A tracer for what a `ComponentMeasure` found with the same request, raster and areas.
    package init(_ request: ComponentRequest, raster: RasterSize, areas: PixelAreas?) {
        self.request = request
        self.raster = raster
        self.areas = request.comparesAreas ? areas : nil
    }

    /// Traces a block.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of the block, the same as in the first sweep.
    ///   - settled: `ComponentTables.settled(forBlock:)`.
    package mutating func trace(
        _ codes: Span<UInt8>, window: PixelWindow, settled: SettledComponents
    ) -> TracedBlock {
        let size = RasterSize(width: window.width, height: window.height)
        objects.find(codes, size: size, keys: request.keys, neighbours: request.neighbours)
        objectShapes.measure(objects, window: window, raster: raster, areas: areas, countsDiagonals: false)
        let roll = BlockRoll(objects.count, reachesSeam: objectShapes.reachesSeam)
        let places = (0..<objects.count).map { label in
            let part = Int(roll.part(label))
            guard part < 0 else { return settled.places[part] }
            let shape = objectShapes.shape(label)
            return request.isObject(shape) ? ComponentPlace(shape) : .other
        }
        let outlines = request.tracesOutlines ? traceOutlines(codes, window, settled, places) : nil
        let (inside, runs) = middleRuns(window, roll, places)
        return TracedBlock(
            window: window, interiors: inside, runs: runs, rings: tracer.rings, outlines: outlines)
    }

    private mutating func traceOutlines(
        _ codes: Span<UInt8>, _ window: PixelWindow, _ settled: SettledComponents, _ places: [ComponentPlace]
    ) -> OutlineBlock {
        guard request.neighbours == .eight else {
            return trace(objects, window, places.map { OutlineOwner(object: $0.first, part: $0.first) })
        }
        parts.find(codes, window: window, raster: raster, keys: request.keys)
        var owners = parts.firsts(settled.outlineParts).map { OutlineOwner(object: $0, part: $0) }
        // Runs are the same whatever connects them.
        for run in 0..<parts.labels.runs.count where parts.labels.labels[run] >= 0 {
            owners[Int(parts.labels.labels[run])].object = places[Int(objects.labels[run])].first
        }
        return trace(parts.labels, window, owners)
    }

    private mutating func trace(
        _ labels: BlockLabels, _ window: PixelWindow, _ owners: [OutlineOwner]
    ) -> OutlineBlock {
        tracer.trace(labels, window: window, owners: owners)
        let border = BlockBorder<NoPart>(labels, window: window, parts: []) { run in
            BorderPixel(
                key: labels.runs.keys[run], cornerKey: PixelKeys.unlabelled, face: Face.hidden,
                part: labels.labels[run])
        }
        return OutlineBlock(
            window: window, chains: tracer.chains, turns: tracer.chainTurns, border: border, owners: owners)
    }

    /// Interior pixels of objects inside the block; for others their runs in the row in question.
    private func middleRuns(
        _ window: PixelWindow, _ roll: BlockRoll, _ places: [ComponentPlace]
    ) -> (SpillBatch<PixelPlace>, [MiddleRun]) {
        var runs: [MiddleRun] = []
        var longest = [Range<Int>](repeating: 0..<0, count: objects.count)
        objects.forEachRun { label, columns, row in
            guard places[label].middleRow == window.row + row else { return }
            let columns = columns.lowerBound + window.column..<columns.upperBound + window.column
            if roll.part(label) >= 0 {
                runs.append(MiddleRun(object: places[label].first, row: window.row + row, columns: columns))
            } else if columns.count > longest[label].count {
                longest[label] = columns
            }
        }
        var inside = SpillBatch<PixelPlace>()
        for label in longest.indices where roll.part(label) < 0 && places[label].isObject {
            inside.add(places[label].first, InteriorPixels.middle(longest[label], row: places[label].middleRow))
        }
        return (inside, runs)
    }
}
