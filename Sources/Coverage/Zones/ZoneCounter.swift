package import RasterModel

/// Tallies windows of a mask by zone: work space for one thread.
package struct ZoneCounter: Sendable {
    private let shapes: ZoneShapes
    private let slots: CodeSlots
    private let areas: PixelAreas?
    private var scanner = ShareScanner()
    private var nearby: NearbyAreas?
    /// Sums of one zone by code.
    private var sums: [ZoneTally.Sum] = []
    /// Mask codes of a zone's whole pixels, and a byte that is none elsewhere.
    private var inside: [UInt8] = []

    /// - Parameters:
    ///   - shapes: the zones.
    ///   - areas: areas of the raster's pixels; nil where it has none.
    ///   - classes: class values of the catalog. They and the codes of `MaskCode` are all that may occur.
    package init(_ shapes: ZoneShapes, areas: PixelAreas?, classes: [UInt8]) {
        self.shapes = shapes
        self.areas = areas
        slots = CodeSlots(classes: classes)
        nearby = areas.map(NearbyAreas.init)
    }

    /// Tallies a block of mask codes.
    ///
    /// - Parameters:
    ///   - codes: rows of the block, row-major; row j begins at `j * stride`.
    ///   - stride: bytes from row to row, at least the window's width.
    ///   - window: the block's pixels in the raster.
    /// - Complexity: O(whole pixels x codes that occur near each other), a sixteenth of an instruction or two each, and
    ///   O(border pixels).
    package mutating func count(_ codes: Span<UInt8>, stride: Int, window: PixelWindow) -> ZoneTally.Part {
        var part = ZoneTally.Part()
        guard !window.isEmpty else { return part }
        precondition(stride >= window.width && codes.count >= stride * (window.height - 1) + window.width)
        let block = BlockLayout(stride: stride, window: window)
        nearby?.begin(window)
        for zone in shapes.meeting(window) {
            scanner.scan(shapes.zones[zone], in: window)
            guard !scanner.shares.isEmpty else { continue }
            sums.removeAll(keepingCapacity: true)
            sums.append(contentsOf: repeatElement(ZoneTally.Sum(), count: slots.codes.count))
            addWhole(codes, block)
            for border in scanner.shares.parts {
                let code = codes[block.index(column: border.column, row: border.row)]
                add(border.share, column: border.column, row: border.row, code: code)
            }
            part.zones.append(zone)
            part.sums.append(contentsOf: sums)
        }
        return part
    }

    /// Adds the pixels that lie inside as a whole, as the tally of a raster does.
    private mutating func addWhole(_ codes: Span<UInt8>, _ block: BlockLayout) {
        let window = scanner.shares.wholeWindow
        guard !window.isEmpty else { return }
        guard let filler = slots.free else { return addSingly(codes, block) }
        var tally = AreaTally()
        if scanner.shares.wholeCount == window.count {
            let start = block.index(column: window.column, row: window.row)
            tally.add(
                codes.extracting(start..<codes.count), stride: block.stride, window: window, areas: areas,
                classes: slots.codes)
        } else {
            cutOut(codes, block, window: window, filler: filler)
            tally.add(
                inside.span, stride: window.width, window: window, areas: areas, classes: slots.codes + [filler])
        }
        for (slot, code) in slots.codes.enumerated() {
            sums[slot].shares += UInt128(tally.pixels(code)) << 30
            sums[slot].area += tally.area(code)
            sums[slot].unknown += UInt128(tally.areaUnknown(code)) << 30
        }
    }

    /// Fills `inside` with a window's codes where pixels lie inside as a whole.
    private mutating func cutOut(_ codes: Span<UInt8>, _ block: BlockLayout, window: PixelWindow, filler: UInt8) {
        inside.removeAll(keepingCapacity: true)
        inside.append(contentsOf: repeatElement(filler, count: window.count))
        for run in scanner.shares.runs {
            let source = block.index(column: run.columns.lowerBound, row: run.row)
            let target = window.index(column: run.columns.lowerBound, row: run.row)
            Self.copy(codes.extracting(source..<source + run.columns.count), to: &inside, at: target)
        }
    }

    private static func copy(_ source: Span<UInt8>, to target: inout [UInt8], at start: Int) {
        var target = target.mutableSpan
        precondition(start >= 0 && start + source.count <= target.count)
        for offset in source.indices { target[start + offset] = source[offset] }
    }

    /// The same, pixel by pixel: for catalogs that use up all codes.
    private mutating func addSingly(_ codes: Span<UInt8>, _ block: BlockLayout) {
        for run in scanner.shares.runs {
            for column in run.columns {
                let code = codes[block.index(column: column, row: run.row)]
                add(FixedShare.one, column: column, row: run.row, code: code)
            }
        }
    }

    private mutating func add(_ share: UInt32, column: Int, row: Int, code: UInt8) {
        guard let slot = slots.slot(of: code) else {
            preconditionFailure("the mask holds a code that is neither a class nor a special code")
        }
        sums[slot].shares += UInt128(share)
        guard nearby != nil else { return }
        if let area = nearby?.area(column: column, row: row) {
            sums[slot].area += FixedShare.part(share, of: area)
        } else {
            sums[slot].unknown += UInt128(share)
        }
    }
}

/// Where pixels of the raster lie in a block of mask codes.
private struct BlockLayout {
    let stride: Int
    let window: PixelWindow

    func index(column: Int, row: Int) -> Int { (row - window.row) * stride + column - window.column }
}
