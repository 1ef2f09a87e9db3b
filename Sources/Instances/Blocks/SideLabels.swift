import RasterModel

/// Components of a block connected by sides alone, whatever connects objects: outlines are traced around these.
struct SideLabels {
    private(set) var labels = BlockLabels()
    private(set) var regions = BlockRegions()

    mutating func find(_ codes: Span<UInt8>, window: PixelWindow, raster: RasterSize, keys: PixelKeys) {
        let size = RasterSize(width: window.width, height: window.height)
        labels.find(codes, size: size, keys: keys, neighbours: .four)
        regions.measure(labels, window: window, raster: raster, areas: nil, countsDiagonals: false)
    }

    /// What the merging of seams needs to find whole fragments.
    mutating func border(
        _ codes: Span<UInt8>, window: PixelWindow, raster: RasterSize, keys: PixelKeys
    ) -> BlockBorder<FirstPixel> {
        find(codes, window: window, raster: raster, keys: keys)
        let border = BorderIndex(labels.count, reachesSeam: regions.reachesSeam)
        let fragments = (0..<labels.count).filter { border.fragment(of: $0) >= 0 }.map { FirstPixel(regions.first($0)) }
        return BlockBorder(labels, window: window, fragments: fragments) { run in
            let label = Int(labels.labels[run])
            guard label >= 0 else { return .other(face: Face.hidden) }
            return BorderPixel(
                key: labels.runs.keys[run], cornerKey: PixelKeys.unlabelled, face: Face.hidden,
                fragment: border.fragment(of: label))
        }
    }

    /// First pixel of each component of the block, in the whole raster.
    ///
    /// - Parameter resolved: those at seams, from the first sweep.
    func firsts(_ resolved: [FirstPixel]) -> [PixelPosition] {
        let border = BorderIndex(labels.count, reachesSeam: regions.reachesSeam)
        return (0..<labels.count).map { label in
            let fragment = Int(border.fragment(of: label))
            return fragment < 0 ? regions.first(label) : resolved[fragment].position
        }
    }
}
