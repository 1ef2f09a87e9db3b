import RasterIO
import RasterModel

/// A look at some places of a raster before it is surveyed: which bands are the same, which may be an alpha band.
///
/// The places depend on the raster alone, so that the same is said in every run.
struct SceneLook: Sendable {
    /// Side of the windows that are looked at, in pixels.
    private static let side = 64
    /// Windows along each direction.
    private static let across = 4
    /// Rasters of so many pixels are looked at whole.
    private static let wholeCount = side * side * across * across
    /// Nothing is looked at where one window would take more memory than this: blocks may be as large as the raster.
    private static let mostBytes = 16_000_000
    /// Windows are left out where all of them would take more than this in decoded bytes.
    private static let decodedBytes = 64_000_000
    /// Valid pixels that are looked at before anything is said.
    private static let fewest = 16

    /// How two bands differ over the valid pixels that were looked at.
    struct Difference: Sendable, Hashable {
        /// No pixel differs.
        var isNone: Bool
        /// 95 % of the means over 8 x 8 pixels, which lossy compression leaves alone, differ by no more, in 255ths of the range
        /// of the first band.
        var usual: Float
    }

    /// Places that were looked at, for each catalog.
    private(set) var windows: [Int]
    /// True where every pixel was looked at.
    let isComplete: Bool
    /// The band that may be an alpha band; nil where none is.
    private(set) var possibleAlpha: BandAddress?
    /// For each catalog its samples at valid pixels, by band.
    private var samples: [[BandAddress: [Float]]]
    /// The same, as means over blocks of pixels.
    private var means: [[BandAddress: [Float]]]
    /// Side of these blocks in pixels.
    private static let block = 8

    /// Looks at a raster for some catalogs.
    ///
    /// - Parameters:
    ///   - named: bands that somebody named.
    ///   - pixels: of a raster in memory; nil: the files are read.
    init(
        _ drafts: [CatalogDraft], of stack: RasterStack, named: Set<BandAddress>, pixels: (any PixelSource)? = nil
    ) throws {
        let candidate = Self.candidate(stack.base, named: named)
        var selections = drafts.map(\.selection)
        if let candidate {
            selections.append(try BandSelection([candidate], of: stack, named: [candidate]))
        }
        samples = drafts.map { _ in [:] }
        means = drafts.map { _ in [:] }
        self.windows = drafts.map { _ in 0 }
        let windows = Self.isCheap(stack) ? Self.windows(in: stack.base) : []
        isComplete = windows.count == 1 && windows[0].count == stack.base.grid.size.count
        let reading = try ReadSelection(selections, of: stack)
        guard !reading.planes.isEmpty, !windows.isEmpty else { return }
        let source = pixels ?? FilePixelSource(stack, chunkCacheBytes: 4_000_000, keepsGoing: true)
        let reader = try source.open(reading)
        var (buffer, validity) = (PixelBuffer(), [UInt8]())
        var seen: Set<Float> = []
        for window in windows {
            try reader.read(window, into: &buffer)
            for (index, draft) in drafts.enumerated() {
                // What cannot be read is told of, or ends the run, when its turn comes.
                guard buffer.unreadable(in: reading.views[index].layers).isEmpty else { continue }
                self.windows[index] += 1
                reading.views[index].validity.apply(buffer, into: &validity)
                take(buffer, validity, of: draft, reading.views[index], into: index)
            }
            if candidate != nil, let view = reading.views.last, buffer.unreadable(in: view.layers).isEmpty {
                Self.collect(buffer, plane: view.planes[0], &seen)
            }
        }
        if let candidate, let band = try? stack.band(at: candidate) {
            possibleAlpha = seen == [0, 255] || band.type == .uint16 && seen == [0, 65_535] ? candidate : nil
        }
    }

    /// The last band of several, where it is not known for what it is.
    private static func candidate(_ source: RasterSource, named: Set<BandAddress>) -> BandAddress? {
        guard source.alphaBand == nil, let band = source.bands.last, band.number > 1,
            band.type == .uint8 || band.type == .uint16
        else { return nil }
        let address = BandAddress(file: 0, number: band.number)
        let identity = source.identities[band.number - 1]
        let isUnknown = identity.evidence == nil || identity.evidence == .position
        return isUnknown && !named.contains(address) ? address : nil
    }

    private static func isCheap(_ stack: RasterStack) -> Bool {
        (0...stack.others.count).allSatisfy { file in
            let layout = stack.source(of: file).layout
            return layout.decodedBytes + layout.packedBytes + layout.heldBytes + layout.maskBytes <= mostBytes
        }
    }

    /// All of a small raster; else a window in each cell of a grid, at the raster's very corners in the outer ones: where
    /// margins are.
    private static func windows(in source: RasterSource) -> [PixelWindow] {
        let size = source.grid.size
        let raster = PixelWindow(column: 0, row: 0, width: size.width, height: size.height)
        if size.count <= wholeCount { return [raster] }
        let places = (0..<across * across).map { index in
            let column = start(index % across, along: size.width)
            let row = start(index / across, along: size.height)
            return PixelWindow(column: column, row: row, width: side, height: side).intersection(raster)
        }
        let affordable = max(1, decodedBytes / max(1, source.layout.decodedBytes))
        // Spread over the raster, and from its first row to its last, so that no block is decoded again.
        return affordable >= places.count
            ? places : places.indices.filter { $0 % (places.count / affordable + 1) == 0 }.map { places[$0] }
    }

    private static func start(_ cell: Int, along pixels: Int) -> Int { max(0, pixels - side) * cell / (across - 1) }

    private mutating func take(
        _ buffer: PixelBuffer, _ validity: [UInt8], of draft: CatalogDraft, _ view: BandView, into index: Int
    ) {
        let window = buffer.window
        for (choice, plane) in zip(draft.bands.choices, view.planes) where choice.role != nil {
            var values = samples[index][choice.band] ?? []
            let across = (window.width + Self.block - 1) / Self.block
            var sums = [(sum: Float, count: Int)](
                repeating: (0, 0), count: across * ((window.height + Self.block - 1) / Self.block))
            for row in 0..<window.height {
                for column in 0..<window.width where validity[row * window.width + column] != 0 {
                    let value = Float(buffer.sample(band: plane, column: column, row: row))
                    values.append(value)
                    sums[row / Self.block * across + column / Self.block].sum += value
                    sums[row / Self.block * across + column / Self.block].count += 1
                }
            }
            samples[index][choice.band] = values
            means[index][choice.band, default: []] += sums.compactMap { $0.count > 0 ? $0.sum / Float($0.count) : nil }
        }
    }

    private static func collect(_ buffer: PixelBuffer, plane: Int, _ seen: inout Set<Float>) {
        // More than two values are enough to know better.
        for row in 0..<buffer.window.height where seen.count < 3 {
            for column in 0..<buffer.window.width where seen.count < 3 {
                seen.insert(Float(buffer.sample(band: plane, column: column, row: row)))
            }
        }
    }

    // MARK: What it says

    /// How two bands of a catalog differ; nil where too little was seen, or one of them is constant.
    func difference(_ first: BandAddress, _ second: BandAddress, of catalog: Int) -> Difference? {
        guard let a = samples[catalog][first], let b = samples[catalog][second], a.count == b.count,
            a.count >= Self.fewest, Set(a.lazy.prefix(4096)).count > 2 || Set(a).count > 2
        else { return nil }
        let blocks = zip(means[catalog][first] ?? [], means[catalog][second] ?? []).map { abs($0 - $1) }.sorted()
        let range = (a.max() ?? 0) - min(0, a.min() ?? 0)
        return Difference(isNone: a == b, usual: blocks[blocks.count * 19 / 20] / range * 255)
    }
}
