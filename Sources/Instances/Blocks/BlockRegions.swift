import Coverage
import RasterModel

/// The regions of a block's components. Kept by one worker and refilled.
struct BlockRegions {
    private var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var raster = RasterSize(width: 0, height: 0)
    private var regions: [LocalRegion] = []
    private var columnPairs: [Int32] = []
    private var areas: [UInt128] = []
    private var unknown: [Int32] = []
    private var pixelArea: UInt128 = 0
    private var edgeCounts: [Int32] = []
    private var diagonals = DiagonalPairs()

    /// Number of components.
    var count: Int { regions.count }

    /// Measures the components of a block.
    ///
    /// - Parameters:
    ///   - window: the block's window of the raster.
    ///   - raster: size of the raster.
    ///   - countsDiagonals: whether pairs of pixels that share a corner are counted.
    mutating func measure(
        _ labels: BlockLabels, window: PixelWindow, raster: RasterSize, areas: PixelAreas?, countsDiagonals: Bool
    ) {
        self.window = window
        self.raster = raster
        columnPairs = labels.columnPairs
        regions.removeAll(keepingCapacity: true)
        regions.append(contentsOf: repeatElement(LocalRegion(), count: labels.count))
        addRuns(labels, to: &regions)
        if labels.runs.holdsAbsent {
            labels.forEachSide { a, b, _ in if b == SideVisit.absent { regions[a].touchesAbsent = true } }
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
    func first(_ label: Int) -> PixelPosition {
        PixelPosition(
            column: window.column + Int(regions[label].firstColumn), row: window.row + Int(regions[label].firstRow))
    }

    /// True where the component has a pixel at a side of the block beyond which the raster goes on.
    func reachesSeam(_ label: Int) -> Bool {
        let region = regions[label]
        return region.leftColumn == 0 && window.column > 0
            || region.firstRow == 0 && window.row > 0
            || Int(region.endColumn) == window.width && window.columns.upperBound < raster.width
            || Int(region.endRow) == window.height && window.rows.upperBound < raster.height
    }

    /// Which components reach a seam.
    var borderIndex: BorderIndex { BorderIndex(count, reachesSeam: reachesSeam) }

    /// Class key of a component.
    func key(_ label: Int) -> UInt8 { regions[label].key }

    /// How many sides of a component's pixels lie on the edge of the raster.
    func edgeSides(_ label: Int) -> Int { Int(edgeCounts[label]) }

    /// Class and size of a component inside the block.
    func size(_ label: Int) -> PatchSize {
        let pixels = Int(regions[label].pixels)
        return PatchSize(
            code: regions[label].key, pixels: pixels,
            area: areas.isEmpty ? pixelArea * UInt128(pixels) : areas[label])
    }

    /// Everything about a component inside the block.
    func region(_ label: Int) -> RegionProperties {
        let local = regions[label]
        var region = RegionProperties()
        region.code = local.key
        region.pixels = Int(local.pixels)
        region.first = first(label)
        region.bounds = PixelWindow(
            column: window.column + Int(local.leftColumn), row: region.first.row,
            endColumn: window.column + Int(local.endColumn), endRow: window.row + Int(local.endRow))
        region.columnSum = local.columnSum + region.pixels * window.column
        region.rowSum = local.rowSum + region.pixels * window.row
        region.verticalSides = 2 * Int(local.runs)
        region.horizontalSides = 2 * (region.pixels - Int(columnPairs[label]))
        (region.fallingNeighbours, region.risingNeighbours) = diagonals.counts(label)
        region.area = areas.isEmpty ? pixelArea * UInt128(region.pixels) : areas[label]
        region.areaUnknown = unknown.isEmpty ? 0 : Int(unknown[label])
        region.touchesAbsent = local.touchesAbsent
        let bounds = region.bounds
        region.touchesEdge =
            bounds.column == 0 || bounds.row == 0 || bounds.columns.upperBound == raster.width
            || bounds.rows.upperBound == raster.height
        return region
    }
}

private func addRuns(_ labels: BlockLabels, to regions: inout [LocalRegion]) {
    let (starts, keys, numbers) = (labels.runs.starts.span, labels.runs.keys.span, labels.labels.span)
    var regions = regions.mutableSpan
    for row in 0..<labels.runs.size.height {
        for run in labels.runs.rowStarts[row]..<labels.runs.rowStarts[row + 1] - 1 where numbers[run] >= 0 {
            regions[Int(numbers[run])].add(start: starts[run], end: starts[run + 1], row: row, key: keys[run])
        }
    }
}
