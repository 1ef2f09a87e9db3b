import RasterModel

/// Where a mosaic (VRT) has sources. Where it has none, GDAL makes up zeros.
///
/// The mosaic itself, with each source turned into the number 255, tells that pixel by pixel, by GDAL's own rounding:
/// as `gdalbuildvrt -addalpha` does it. GDAL reads the sources for that only where their nodata values or masks count.
struct MosaicCoverage: Sendable, Hashable {
    /// A mosaic of bytes with the same bands: 255 where a band has a source, else 0.
    let document: String
    /// Bands that are not covered everywhere: for each the first one whose sources lie alike.
    private let representatives: [Int: Int]
    /// The holes that rectangles tell, of the band with most of them.
    var holes: MosaicHoles
    /// True where sources leave out what their nodata values or masks tell, so that there are more holes.
    let hasFinerHoles: Bool

    /// Larger documents are of mosaics that name large mosaics very often.
    private static let longest = 100_000_000

    /// - Returns: nil where every band has sources everywhere, or where nothing can be told: bands that are computed.
    init?(of name: String, size: RasterSize) {
        var known: [String: MosaicCoverage?] = [:]
        self.init(of: name, size: size, depth: 0, known: &known)
    }

    /// - Parameter known: mosaics in the mosaic, by name.
    fileprivate init?(of name: String, size: RasterSize, depth: Int, known: inout [String: MosaicCoverage?]) {
        guard var root = MosaicNode(mosaic: name), root.attribute("subClass") == nil, depth < MosaicSources.deepest
        else { return nil }
        var bands: [MosaicBand] = []
        for node in root.children where node.name == "VRTRasterBand" {
            bands.append(MosaicBand(node, after: bands.last, size: size, depth: depth, known: &known))
        }
        // In colours, a value means nodata only where all three hold it, so no band tells that alone.
        let isPicture = bands.count(where: \.isBytes) >= 3
        for index in bands.indices where isPicture && bands[index].isBytes { bands[index].usesValues = false }
        var (representatives, firsts): ([Int: Int], [String: Int]) = ([:], [:])
        for band in bands where band.isOpen {
            let key = band.key
            let first = firsts[key] ?? band.number
            firsts[key] = first
            representatives[band.number] = first
        }
        guard !representatives.isEmpty else { return nil }
        root.children = bands.map(\.covered)
        document = root.xml
        guard document.utf8.count <= Self.longest else { return nil }
        self.representatives = representatives
        holes = bands.map(\.holes).max { $0.pixels < $1.pixels } ?? MosaicHoles(of: [size.window], in: size)
        hasFinerHoles = bands.contains(where: \.hasFinerHoles)
    }

    /// Looks at every pixel of the bands that may have holes.
    func counted(in size: RasterSize, path: String) throws(RasterError) -> MosaicHoles {
        let decoder = try GDALDecoder(path: path, opening: document)
        let step = max(1, 4_000_000 / size.width)
        var buffer = PixelBuffer()
        var most = MosaicHoles(of: [size.window], in: size)
        for band in Set(representatives.values).sorted() {
            var holes = MosaicHoles(of: [size.window], in: size)
            for top in stride(from: 0, to: size.height, by: step) {
                let window = PixelWindow(
                    column: 0, row: top, width: size.width, height: min(step, size.height - top))
                buffer.reset(window: window, bandCount: 0, type: .uint8, maskCount: 1)
                try decoder.readBand(band, window, into: &buffer, as: 0)
                holes.count(buffer.masks[..<window.count], of: window)
            }
            if holes.pixels > most.pixels { most = holes }
        }
        return most
    }

    /// The band of the document that stands for a band of the mosaic; nil where that has sources everywhere.
    func band(for number: Int) -> Int? { representatives[number] }
}

/// One band of a mosaic, and what it is made of.
private struct MosaicBand {
    let number: Int
    let isBytes: Bool
    let holes: MosaicHoles
    /// nil where the band is computed, or read as it is: nothing is missing then.
    private let sources: [MosaicSource]?
    private let areas: [PixelWindow]
    /// Values that mean nodata in sources count.
    var usesValues = true

    init(
        _ node: MosaicNode, after last: MosaicBand?, size: RasterSize, depth: Int,
        known: inout [String: MosaicCoverage?]
    ) {
        number = (last?.number ?? 0) + 1
        isBytes = ["byte", nil].contains(node.attribute("dataType")?.lowercased())
        let isPlain = [nil, "VRTSourcedRasterBand"].contains(node.attribute("subClass"))
        var found: [MosaicSource] = []
        for child in node.children {
            if let source = MosaicSource(child, size: size, depth: depth, known: &known) { found.append(source) }
        }
        // A source of another kind may fill any pixel.
        let isKnown = isPlain && !node.children.contains { MosaicSource.isOtherSource($0) }
        sources = isKnown ? found : nil
        areas = isKnown ? found.map(\.area) : [size.window]
        holes =
            last?.areas == areas ? last?.holes ?? MosaicHoles(of: areas, in: size) : MosaicHoles(of: areas, in: size)
    }

    /// True where pixels may be left out that rectangles do not tell.
    var hasFinerHoles: Bool {
        !holes.isKnown || sources?.contains { $0.leavesOut(usesValues: usesValues) } ?? false
    }

    /// True where some pixels may have no source.
    var isOpen: Bool { holes.pixels > 0 || hasFinerHoles }

    /// The same for bands whose sources lie alike.
    var key: String { sources?.map { $0.key(usesValues: usesValues) }.joined() ?? "" }

    var covered: MosaicNode {
        var node = MosaicNode("VRTRasterBand")
        node.attributes = [("dataType", "Byte"), ("band", String(number))]
        node.children = sources?.map { $0.covered(usesValues: usesValues) } ?? []
        return node
    }
}

/// One source of a band.
private struct MosaicSource {
    /// Pixels of the mosaic that it fills, unless it leaves some out.
    let area: PixelWindow
    private let node: MosaicNode
    /// A mosaic in the mosaic that has holes itself.
    private let inner: MosaicCoverage?
    /// What the rectangles say is all that can be told; else GDAL has to be asked.
    private let isCertain: Bool

    private static let kinds = [
        "simplesource", "complexsource", "averagedsource", "nodatafromsource", "kernelfilteredsource",
    ]

    /// - Returns: nil for elements that are no such source.
    init?(_ node: MosaicNode, size: RasterSize, depth: Int, known: inout [String: MosaicCoverage?]) {
        guard Self.kinds.contains(node.name.lowercased()) else { return nil }
        self.node = node
        let name = node.child("SourceFilename")?.text ?? ""
        let number = Int(node.child("SourceBand")?.text ?? "1") ?? 1
        if known[name] == nil {
            let its = MosaicSources.isMosaic(name) ? RasterSize(of: name) : nil
            known[name] = .some(
                its.flatMap { MosaicCoverage(of: name, size: $0, depth: depth + 1, known: &known) })
        }
        let coverage = known[name].flatMap(\.self)
        inner = coverage?.band(for: number) == nil ? nil : coverage
        (area, isCertain) = Self.area(of: node, size: size)
    }

    /// Sources that are none of these: they may fill any pixel.
    static func isOtherSource(_ node: MosaicNode) -> Bool {
        let name = node.name.lowercased()
        return name.hasSuffix("source") && !kinds.contains(name)
    }

    /// As GDAL rounds: a pixel of which more than a thousandth is covered.
    private static func area(of node: MosaicNode, size: RasterSize) -> (PixelWindow, isCertain: Bool) {
        guard let target = node.child("DstRect") else { return (size.window, node.child("SrcRect") == nil) }
        func numbers(_ node: MosaicNode?) -> [Double]? {
            let all = ["xOff", "yOff", "xSize", "ySize"].compactMap { node?.number($0) }
            return all.count == 4 && all.allSatisfy { $0.isFinite && $0.magnitude < 1e9 } ? all : nil
        }
        guard var to = numbers(target), to[2] > 0, to[3] > 0 else { return (size.window, false) }
        let properties = node.child("SourceProperties")
        var isCertain = false
        if let from = numbers(node.child("SrcRect")), from[2] > 0, from[3] > 0, let properties,
            let width = properties.number("RasterXSize"), let height = properties.number("RasterYSize")
        {
            isCertain = true
            // What lies beyond the source is not there.
            for (axis, length) in [width, height].enumerated() {
                let scale = to[axis + 2] / from[axis + 2]
                let start = max(0, from[axis])
                let end = min(length, from[axis] + from[axis + 2])
                to[axis] += (start - from[axis]) * scale
                to[axis + 2] = max(0, end - start) * scale
            }
        }
        let starts = [to[0], to[1]].map { ($0 + 0.001).rounded(.down) }
        let ends = [to[0] + to[2], to[1] + to[3]].map { ($0 - 0.001).rounded(.up) }
        // Scaled once more, small numbers may have become what no raster has.
        guard (starts + ends).allSatisfy({ $0.magnitude < 1e12 }) else { return (size.window, false) }
        let (left, top) = (Int(starts[0]), Int(starts[1]))
        let area = PixelWindow(
            column: left, row: top, endColumn: max(left, Int(ends[0])), endRow: max(top, Int(ends[1])))
        return (area.intersection(size.window), isCertain)
    }

    func leavesOut(usesValues: Bool) -> Bool {
        !isCertain || inner != nil || hasMask || (usesValues && node.child("NODATA") != nil)
    }

    private var hasMask: Bool { ["1", "true", "yes", "on"].contains(node.child("UseMaskBand")?.text.lowercased()) }

    func key(usesValues: Bool) -> String {
        // The band matters only where its samples do.
        var element = covered(usesValues: usesValues)
        if !leavesOut(usesValues: usesValues) { element.children.removeAll { $0.name == "SourceBand" } }
        return element.xml
    }

    /// The same source, as the number 255.
    func covered(usesValues: Bool) -> MosaicNode {
        var element = MosaicNode("ComplexSource")
        element.attributes = node.attributes.filter { $0.name.lowercased() == "resampling" }
        let kept = ["SourceFilename", "SourceBand", "SourceProperties", "SrcRect", "DstRect"].compactMap(node.child)
        element.children = kept
        element.children += [MosaicNode("ScaleOffset", text: "255"), MosaicNode("ScaleRatio", text: "0")]
        if let inner {
            element.children[0].text = inner.document
            element.children.removeAll { $0.name == "SourceProperties" }
            element.children.append(MosaicNode("NODATA", text: "0"))
        } else {
            if usesValues, let nodata = node.child("NODATA") { element.children.append(nodata) }
            if hasMask, let mask = node.child("UseMaskBand") { element.children.append(mask) }
        }
        return element
    }
}

extension RasterSize {
    /// All pixels.
    fileprivate var window: PixelWindow { PixelWindow(column: 0, row: 0, width: width, height: height) }

    /// The size that a mosaic says it has.
    fileprivate init?(of mosaic: String) {
        guard let root = MosaicNode(mosaic: mosaic), let width = root.number("rasterXSize"),
            let height = root.number("rasterYSize"), width >= 1, height >= 1, width < 1e9, height < 1e9
        else { return nil }
        self.init(width: Int(width), height: Int(height))
    }
}
