import RasterModel

/// Brings bands and masks of another file to the raster's grid, window by window, by nearest neighbour. Belongs to one
/// thread.
final class OverlayReader {
    /// Most that is kept of the other file at a time; windows that need more are read in parts.
    static let partBytes = 4_000_000

    private let layers: any LayerReader
    private let alignment: GridAlignment
    /// Where the file's bands and masks go in the buffer.
    private let planes: [Int]
    private let masks: [Int]
    /// The buffer's mask that says where the file reaches.
    private let reach: Int?
    private var part = PixelBuffer()
    private var indices: [Int] = []

    /// - Parameters:
    ///   - file: 1 and up.
    ///   - open: opens the file for some of its bands, by number, and of its masks.
    init(
        _ stack: RasterStack, selection: ReadSelection, file: Int,
        open: ([Int], [MaskLayer]) throws(RasterError) -> any LayerReader
    ) throws(RasterError) {
        alignment = stack.others[file - 1].alignment
        planes = Array(selection.planeRange(of: file))
        masks = selection.masks.indices.filter {
            selection.masks[$0].file == file && selection.masks[$0] != .reach(file: file)
        }
        reach = selection.masks.firstIndex(of: .reach(file: file))
        layers = try open(planes.map { selection.planes[$0].number }, masks.map { selection.masks[$0] })
        part.mayPack = false
    }

    /// Fills the file's planes and masks of a window of the grid, which `buffer` has been reset to.
    func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        let covered = alignment.window(of: window)
        let bytes = covered.count * (planes.count * buffer.type.size + masks.count)
        if bytes > Self.partBytes, window.count > 1 {
            for half in window.halves { try read(half, into: &buffer) }
            return
        }
        part.reset(window: covered, bandCount: planes.count, type: buffer.type, maskCount: masks.count)
        if !covered.isEmpty { try layers.read(covered, into: &part) }
        let columns = alignment.columns(of: window, in: covered)
        for row in window.rows {
            alignment.indices(ofRow: row, of: window, in: covered, columns: columns, into: &indices)
            spread(row, of: window, into: &buffer)
        }
        for lost in part.unreadable { note(lost, window, in: &buffer) }
    }

    /// Copies the samples and masks of one row to where `indices` wants them; outside of the file they are 0.
    private func spread(_ row: Int, of window: PixelWindow, into buffer: inout PixelBuffer) {
        let count = window.width
        for (from, to) in planes.enumerated() {
            let target = to * buffer.window.count + window.offset(ofRow: row, in: buffer.window)
            let source = part.index(band: from, column: 0, row: 0)
            switch buffer.type {
            case .uint8: gather(part.uint8, source, indices, &buffer.uint8, target, count)
            case .int8: gather(part.int8, source, indices, &buffer.int8, target, count)
            case .uint16: gather(part.uint16, source, indices, &buffer.uint16, target, count)
            case .int16: gather(part.int16, source, indices, &buffer.int16, target, count)
            case .uint32: gather(part.uint32, source, indices, &buffer.uint32, target, count)
            case .int32: gather(part.int32, source, indices, &buffer.int32, target, count)
            case .float32: gather(part.float32, source, indices, &buffer.float32, target, count)
            case .float64: gather(part.float64, source, indices, &buffer.float64, target, count)
            }
        }
        for (from, to) in masks.enumerated() {
            let target = to * buffer.window.count + window.offset(ofRow: row, in: buffer.window)
            gather(part.masks, part.index(band: from, column: 0, row: 0), indices, &buffer.masks, target, count)
        }
        guard let reach else { return }
        let target = reach * buffer.window.count + window.offset(ofRow: row, in: buffer.window)
        for i in 0..<count { buffer.masks[target + i] = indices[i] < 0 ? 0 : 255 }
    }

    /// Notes the pixels of the grid that lie in a lost part of the file: runs of each row, joined where equal runs
    /// follow each other.
    private func note(_ lost: UnreadablePart, _ window: PixelWindow, in buffer: inout PixelBuffer) {
        var layers: Set<BufferLayer> = []
        for layer in lost.layers {
            switch layer {
            case .plane(let index): layers.insert(.plane(planes[index]))
            case .mask(let index): layers.insert(.mask(masks[index]))
            }
        }
        var open: PixelWindow?
        for row in window.rows {
            let columns = window.columns.filter {
                let pixel = alignment.pixel(column: $0, row: row)
                return lost.window.columns.contains(pixel.column) && lost.window.rows.contains(pixel.row)
            }
            // An affine map keeps lines straight: what a row shares with a rectangle is one run.
            let run = columns.first.map { first in
                PixelWindow(column: first, row: row, width: columns.count, height: 1)
            }
            if let run, let above = open, above.columns == run.columns {
                open?.height += 1
            } else {
                if let open { buffer.unreadable.append(UnreadablePart(window: open, layers: layers)) }
                open = run
            }
        }
        if let open { buffer.unreadable.append(UnreadablePart(window: open, layers: layers)) }
    }
}

extension PixelWindow {
    /// Two parts: by rows while there are several, because files are stored so.
    fileprivate var halves: [PixelWindow] {
        if height > 1 {
            let middle = row + height / 2
            return [
                PixelWindow(column: column, row: row, width: width, height: height / 2),
                PixelWindow(column: column, row: middle, width: width, height: height - height / 2),
            ]
        }
        let middle = column + width / 2
        return [
            PixelWindow(column: column, row: row, width: width / 2, height: height),
            PixelWindow(column: middle, row: row, width: width - width / 2, height: height),
        ]
    }
}

private func gather<T: Numeric>(
    _ source: [T], _ first: Int, _ indices: [Int], _ target: inout [T], _ start: Int, _ count: Int
) {
    let from = source.span
    let wanted = indices.span
    var out = target.mutableSpan
    for i in 0..<count {
        let index = wanted[i]
        out[start + i] = index < 0 ? 0 : from[first + index]
    }
}
