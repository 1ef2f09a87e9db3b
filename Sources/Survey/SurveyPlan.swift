import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
import Segmentation
import Tiling

/// Everything that is decided before a pixel is read.
public struct SurveyPlan: Sendable {
    let request: SurveyRequest
    let stack: RasterStack
    let catalog: Catalog
    let bands: BandResolution
    let selection: BandSelection
    let reading: ReadSelection
    let view: BandView
    let decoder: RasterReader.Decoder
    let program: RuleProgram
    let classCodes: ClassCodes
    /// nil where the raster has no areas.
    let areas: PixelAreas?
    let memory: MemoryPlan
    let grid: TileGrid
    let pyramid: MaskPyramid
    let lattice: Preview.Lattice
    /// What the person should know before trusting the numbers.
    public let warnings: [String]

    /// The raster that sets the grid.
    var source: RasterSource { stack.base }

    /// The run folder's path.
    public var out: String {
        if let out = request.out {
            var out = out
            while out.count > 1, out.hasSuffix("/") { out.removeLast() }
            return out
        }
        let file = (request.raster as NSString).lastPathComponent
        let name = (file as NSString).deletingPathExtension
        return "\(name.isEmpty ? file : name)-\(catalog.name)"
    }

    /// Opens raster and catalog and decides how to run.
    ///
    /// - Throws: an error that says in one line what is in the way.
    public init(_ request: SurveyRequest) throws {
        self.request = request
        // The catalog first: it is quicker to check than the raster.
        catalog = try Catalog.load(path: request.catalog)
        GDALLibrary.limitCache(bytes: 16_000_000)
        let source = try RasterSource(path: request.raster)
        let named = try NamedBands(request.bands, base: source)
        stack = named.stack
        bands = try BandResolution(catalog: catalog, stack: stack, named: named.bands)
        selection = try BandSelection(
            bands.choices.map(\.band), of: stack, named: bands.named(named.bands), colours: bands.colours)
        reading = try ReadSelection([selection], of: stack)
        view = reading.views[0]
        try Self.checkIndices(of: catalog, bands: bands, stack: stack)
        decoder = try Self.decoder(request.decoder, stack: stack, reading: reading)
        classCodes = ClassCodes(catalog)
        program = RuleProgram(classCodes.rules(catalog.rules))
        var warnings = catalog.warnings + bands.warnings
        areas = try Self.areas(of: source, request: request, warnings: &warnings)
        let threads = request.threads ?? ProcessInfo.processInfo.activeProcessorCount
        memory = try MemoryPlan(
            MemoryPlan.Need(
                stack: stack, selection: reading, decoder: decoder, classCount: catalog.classes.count,
                threads: threads, threadsAreFixed: request.threads != nil, limit: request.memory,
                tileSize: request.tileSize))
        grid = TileGrid(
            raster: source.grid.size, tileWidth: memory.tileWidth, tileHeight: memory.tileHeight, halo: 0)
        pyramid = MaskPyramid(raster: source.grid.size, blockSize: MemoryPlan.blockSize)
        lattice = Preview.Lattice(
            raster: source.grid.size, planes: Self.previewPlanes(of: source, reading: reading, view: view))
        self.warnings = warnings
    }

    /// Raw numbers in place of reflectance give another index without any sign of it, so they are refused.
    private static func checkIndices(
        of catalog: Catalog, bands: BandResolution, stack: RasterStack
    ) throws {
        let used = try bands.choices.map { choice in
            (band: try stack.band(at: choice.band), path: stack.source(of: choice.band.file).path)
        }
        for index in catalog.indices {
            switch index.needs {
            case .reflectance:
                guard let raw = used.first(where: { $0.band.isRawInteger }) else { continue }
                throw SurveyError(
                    "\(index.name) needs reflectance (0 to 1), and band \(raw.band.number) of \(raw.path) holds "
                        + "\(raw.band.typeName) numbers without scale and offset; set them, for example "
                        + "gdal_edit.py -scale 0.0001 '\(raw.path)'")
            case .eightBit:
                guard let other = used.first(where: { $0.band.type != .uint8 || $0.band.scaling != nil })
                else { continue }
                throw SurveyError(
                    "\(index.name) is made for numbers 0 to 255, and band \(other.band.number) of \(other.path) holds "
                        + "\(other.band.typeName) numbers; use another index")
            case nil: continue
            }
        }
    }

    private static func decoder(
        _ forced: String?, stack: RasterStack, reading: ReadSelection
    ) throws(SurveyError) -> RasterReader.Decoder {
        let best = RasterReader.decoder(for: stack, reading)
        guard let forced else { return best }
        guard let decoder = RasterReader.Decoder(rawValue: forced) else {
            throw SurveyError("QUADRAT_READER is '\(forced)'; it may be gdal or libtiff")
        }
        if decoder == .libtiff, best != .libtiff {
            throw SurveyError("\(stack.base.path) cannot be decoded by libtiff alone; leave QUADRAT_READER out")
        }
        return decoder
    }

    private static func areas(
        of source: RasterSource, request: SurveyRequest, warnings: inout [String]
    ) throws -> PixelAreas? {
        let grid = source.grid
        if let side = request.pixelSize {
            guard grid.crs == nil else {
                throw SurveyError(
                    "--pixel-size is for rasters without a coordinate reference system; \(source.path) has one "
                        + "(\(grid.crs?.name ?? "")): leave --pixel-size out")
            }
            return try PixelAreas(pixelWidth: side, pixelHeight: side)
        }
        guard let crs = grid.crs, grid.transform != nil else {
            let missing = grid.crs == nil ? "coordinate reference system" : "geotransform"
            warnings.append(
                "\(source.path) has no \(missing): pixels and percentages only, no areas; "
                    + "--pixel-size gives them, for example --pixel-size 2cm")
            return nil
        }
        switch crs.kind {
        case .projected:
            let inverse = try RasterIO.InverseProjection(crs)
            return try PixelAreas(grid: grid) { inverse.longitudesAndLatitudes(of: $0) }
        case .local:
            warnings.append("\(crs.name) is not tied to the earth: areas are planar")
            return try PixelAreas(grid: grid)
        case .webMercator:
            warnings.append(
                "\(crs.name) stretches areas with latitude: areas are given on the ellipsoid, planar ones beside them")
            return try PixelAreas(grid: grid)
        case .geographic:
            return try PixelAreas(grid: grid)
        }
    }

    /// True where the file says that its bands are red, green and blue bytes.
    var showsPicture: Bool { source.colourBands != nil && reading.type == .uint8 }

    /// Planes to draw: red, green and blue where they are read; else the first three bands, or one as grey.
    private static func previewPlanes(of source: RasterSource, reading: ReadSelection, view: BandView) -> [Int] {
        let colours = source.colourBands?.compactMap {
            reading.planes.firstIndex(of: BandAddress(file: 0, number: $0))
        }
        if let colours, colours.count == 3 { return colours }
        return view.planes.count >= 3 ? Array(view.planes[0..<3]) : Array(repeating: view.planes.first ?? 0, count: 3)
    }
}
