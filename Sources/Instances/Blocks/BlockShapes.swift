import Coverage
import RasterModel

/// The shapes of a block's components. Kept by one worker and refilled.
struct BlockShapes {
    private var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var raster = RasterSize(width: 0, height: 0)
    private var shapes: [LocalShape] = []
    private var columnPairs: [Int32] = []
    private var areas: [UInt128] = []
    private var unknown: [Int32] = []
    private var pixelArea: UInt128 = 0
    private var edgeCounts: [Int32] = []
    private var diagonals = DiagonalPairs()

    /// Number of components.
    var count: Int { shapes.count }

    /// Measures the components of a block.
    ///
    /// - Parameters:
    ///   - window: the block's place in the raster.
    ///   - raster: size of the raster.
    ///   - countsDiagonals: whether pairs of pixels that share a corner are counted.
    mutating func measure(
        _ labels: BlockLabels, window: PixelWindow, raster: RasterSize, areas: PixelAreas?, countsDiagonals: Bool
    ) {
        self.window = window
        self.raster = raster
        columnPairs = labels.columnPairs
        shapes.removeAll(keepingCapacity: true)
        shapes.append(contentsOf: repeatElement(LocalShape(), count: labels.count))
        addRuns(labels, to: &shapes)
        if labels.runs.holdsAbsent {
            labels.forEachSide { a, b, _ in if b == SideVisit.absent { shapes[a].touchesAbsent = true } }
        }
        measureAreas(labels, RunAreas(areas, window: window))
        diagonals.count(labels, isAsked: countsDiagonals)
        countEdges(labels)
    }

    private mutating func countEdges(_ labels: BlockLabels) {
        edgeCounts.removeAll(keepingCapacity: true)
        edgeCounts.append(contentsOf: repeatElement(0, count: labels.count))
        let isTop = window.row == 0
        let isBottom = window.rows.upperBound == raster.height
        let isLeft = window.column == 0
        let isRight = window.columns.upperBound == raster.width
        guard isTop || isBottom || isLeft || isRight else { return }
        labels.forEachRun { label, columns, row in
            var sides = isTop && row == 0 ? columns.count : 0
            if isBottom, row == window.height - 1 { sides += columns.count }
            if isLeft, columns.lowerBound == 0 { sides += 1 }
            if isRight, columns.upperBound == window.width { sides += 1 }
            edgeCounts[label] += Int32(sides)
        }
    }

    private mutating func measureAreas(_ labels: BlockLabels, _ runAreas: RunAreas) {
        pixelArea = runAreas.constant
        areas.removeAll(keepingCapacity: true)
        unknown.removeAll(keepingCapacity: true)
        guard runAreas.varies else { return }
        areas.append(contentsOf: repeatElement(0, count: labels.count))
        unknown.append(contentsOf: repeatElement(0, count: labels.count))
        labels.forEachRun { label, columns, row in
            let found = runAreas.area(columns, row: row)
            areas[label] += found.area
            unknown[label] += Int32(truncatingIfNeeded: found.unknown)
        }
    }

    /// The first pixel of a component inside the block.
    func first(_ label: Int) -> PixelPlace {
        PixelPlace(
            column: window.column + Int(shapes[label].firstColumn), row: window.row + Int(shapes[label].firstRow))
    }

    /// True where the component has a pixel at a side of the block beyond which the raster goes on.
    func reachesSeam(_ label: Int) -> Bool {
        let shape = shapes[label]
        return shape.leftColumn == 0 && window.column > 0
            || shape.firstRow == 0 && window.row > 0
            || Int(shape.endColumn) == window.width && window.columns.upperBound < raster.width
            || Int(shape.endRow) == window.height && window.rows.upperBound < raster.height
    }

    /// Key of a component.
    func key(_ label: Int) -> UInt8 { shapes[label].key }

    /// How many sides of a component's pixels lie on the edge of the raster.
    func edgeSides(_ label: Int) -> Int { Int(edgeCounts[label]) }

    /// Class and size of a component inside the block.
    func size(_ label: Int) -> PatchSize {
        let pixels = Int(shapes[label].pixels)
        return PatchSize(
            code: shapes[label].key, pixels: pixels,
            area: areas.isEmpty ? pixelArea * UInt128(pixels) : areas[label])
    }

    /// Everything about a component inside the block.
    func shape(_ label: Int) -> PatchShape {
        let local = shapes[label]
        var shape = PatchShape()
        shape.code = local.key
        shape.pixels = Int(local.pixels)
        shape.first = first(label)
        shape.bounds = PixelWindow(
            column: window.column + Int(local.leftColumn), row: shape.first.row,
            endColumn: window.column + Int(local.endColumn), endRow: window.row + Int(local.endRow))
        shape.columnSum = local.columnSum + shape.pixels * window.column
        shape.rowSum = local.rowSum + shape.pixels * window.row
        shape.verticalSides = 2 * Int(local.runs)
        shape.horizontalSides = 2 * (shape.pixels - Int(columnPairs[label]))
        (shape.fallingNeighbours, shape.risingNeighbours) = diagonals.counts(label)
        shape.area = areas.isEmpty ? pixelArea * UInt128(shape.pixels) : areas[label]
        shape.areaUnknown = unknown.isEmpty ? 0 : Int(unknown[label])
        shape.touchesAbsent = local.touchesAbsent
        let bounds = shape.bounds
        shape.touchesEdge =
            bounds.column == 0 || bounds.row == 0 || bounds.columns.upperBound == raster.width
            || bounds.rows.upperBound == raster.height
        return shape
    }
}

private func addRuns(_ labels: BlockLabels, to shapes: inout [LocalShape]) {
    let (starts, keys, numbers) = (labels.runs.starts.span, labels.runs.keys.span, labels.labels.span)
    var shapes = shapes.mutableSpan
    for row in 0..<labels.runs.size.height {
        for run in labels.runs.rowStarts[row]..<labels.runs.rowStarts[row + 1] - 1 where numbers[run] >= 0 {
            shapes[Int(numbers[run])].add(start: starts[run], end: starts[run + 1], row: row, key: keys[run])
        }
    }
}
