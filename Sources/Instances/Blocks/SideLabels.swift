import RasterModel

/// Components of a block connected by sides alone, whatever connects objects: outlines are traced around these.
struct SideLabels {
    private(set) var labels = BlockLabels()
    private(set) var shapes = BlockShapes()

    mutating func find(_ codes: Span<UInt8>, window: PixelWindow, raster: RasterSize, keys: PixelKeys) {
        let size = RasterSize(width: window.width, height: window.height)
        labels.find(codes, size: size, keys: keys, neighbours: .four)
        shapes.measure(labels, window: window, raster: raster, areas: nil, countsDiagonals: false)
    }

    /// What the merging of seams needs to find whole parts.
    mutating func border(
        _ codes: Span<UInt8>, window: PixelWindow, raster: RasterSize, keys: PixelKeys
    ) -> BlockBorder<FirstPixel> {
        find(codes, window: window, raster: raster, keys: keys)
        let roll = BlockRoll(labels.count, reachesSeam: shapes.reachesSeam)
        let parts = (0..<labels.count).filter { roll.part($0) >= 0 }.map { FirstPixel(shapes.first($0)) }
        return BlockBorder(labels, window: window, parts: parts) { run in
            let label = Int(labels.labels[run])
            guard label >= 0 else { return .other(face: Face.hidden) }
            return BorderPixel(
                key: labels.runs.keys[run], cornerKey: PixelKeys.unlabelled, face: Face.hidden, part: roll.part(label))
        }
    }

    /// First pixel of each component of the block, in the whole raster.
    ///
    /// - Parameter settled: those at seams, from the first sweep.
    func firsts(_ settled: [FirstPixel]) -> [PixelPlace] {
        let roll = BlockRoll(labels.count, reachesSeam: shapes.reachesSeam)
        return (0..<labels.count).map { label in
            let part = Int(roll.part(label))
            return part < 0 ? shapes.first(label) : settled[part].place
        }
    }
}
