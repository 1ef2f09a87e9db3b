import RasterModel

/// Components of a block connected by sides alone, whatever connects objects: outlines are traced around these.
struct SideLabels {
    private(set) var labels = BlockLabels()
    private(set) var regions = BlockRegions()

    /// - Parameter objects: labels of the same block, whatever connects them.
    mutating func find(_ objects: BlockLabels, window: PixelWindow, raster: RasterSize) {
        labels.find(objects, neighbours: .four)
        regions.measure(labels, window: window, raster: raster, areas: nil, countsDiagonals: false)
    }

    /// What the merging of seams needs to find whole fragments.
    mutating func border(
        _ objects: BlockLabels, window: PixelWindow, raster: RasterSize
    ) -> BlockBorder<FirstPixel> {
        find(objects, window: window, raster: raster)
        let index = regions.borderIndex
        let fragments = index.map { FirstPixel(regions.first($0)) }
        return BlockBorder(labels, window: window, fragments: fragments) { run in
            let label = Int(labels.labels[run])
            guard label >= 0 else { return .other(face: Face.hidden) }
            return BorderPixel(
                key: labels.runs.key(run), cornerKey: PixelKeys.unlabelled, face: Face.hidden,
                owner: index.fragment(of: label))
        }
    }

    /// First pixel of each component of the block, in the whole raster.
    ///
    /// - Parameter resolved: those at seams, from the first sweep.
    func firsts(_ resolved: [FirstPixel]) -> [PixelPosition] {
        let index = regions.borderIndex
        return (0..<labels.count).map { label in
            let fragment = Int(index.fragment(of: label))
            return fragment < 0 ? regions.first(label) : resolved[fragment].position
        }
    }
}
