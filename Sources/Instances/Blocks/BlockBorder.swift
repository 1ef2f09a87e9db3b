import RasterModel

/// What a block hands to the merging of seams: its outermost pixels, and the fragments of components that may go on in
/// another block.
struct BlockBorder<Fragment: SeamFragment>: Sendable {
    /// The block's window of the raster.
    let window: PixelWindow
    /// Those that reach a seam, in raster order of their first pixels in the block.
    let fragments: [Fragment]
    let top: BorderLine
    let bottom: BorderLine
    let left: BorderLine
    let right: BorderLine

    /// The border of a labelled block.
    ///
    /// - Parameters:
    ///   - fragments: those that reach a seam.
    ///   - pixel: what a run's pixels are at the border.
    init(_ labels: BlockLabels, window: PixelWindow, fragments: [Fragment], pixel: (_ run: Int) -> BorderPixel) {
        self.window = window
        self.fragments = fragments
        let runs = labels.runs
        func row(_ row: Int) -> BorderLine {
            var line = BorderLine(count: window.width)
            for run in runs.rowStarts[row]..<runs.rowStarts[row + 1] - 1 {
                line.set(Int(runs.starts[run])..<Int(runs.starts[run + 1]), pixel(run))
            }
            return line
        }
        func column(_ runOfRow: (Int) -> Int) -> BorderLine {
            var line = BorderLine(count: window.height)
            for row in 0..<window.height { line.set(row..<row + 1, pixel(runOfRow(row))) }
            return line
        }
        top = row(0)
        bottom = row(window.height - 1)
        left = column { runs.rowStarts[$0] }
        right = column { runs.rowStarts[$0 + 1] - 2 }
    }

    /// The border of a block where each component that reaches a seam is a fragment and shows its class.
    ///
    /// - Parameters:
    ///   - neighbours: what connects pixels of one key.
    ///   - index: which components reach a seam.
    init(
        _ labels: BlockLabels, window: PixelWindow, neighbours: Neighbours, index: BorderIndex, fragments: [Fragment]
    ) {
        self.init(labels, window: window, fragments: fragments) { run in
            let (key, label) = (labels.runs.key(run), labels.labels[run])
            return BorderPixel(
                key: key, cornerKey: neighbours.cornerKey(key.code), face: key.code,
                owner: label < 0 ? -1 : index.fragment(of: Int(label)))
        }
    }
}

extension Neighbours {
    /// What a pixel of a key is connected by across corners.
    func cornerKey(_ key: UInt8) -> UInt8 {
        self == .eight && PixelKeys.isLabelled(key) ? key : PixelKeys.unlabelled
    }
}
