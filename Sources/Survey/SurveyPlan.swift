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
    let source: RasterSource
    let catalog: Catalog
    let bands: BandResolution
    let selection: BandSelection
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
        source = try RasterSource(path: request.raster)
        bands = try BandResolution(catalog: catalog, source: source, named: request.bands)
        let named = Set(request.bands.values).union(bands.choices.filter(\.isNamed).map(\.number))
        selection = try BandSelection(
            bands.choices.map(\.number), of: source, named: named, colours: bands.colours(of: source))
        try Self.checkIndices(of: catalog, bands: bands, source: source)
        decoder = try Self.decoder(request.decoder, source: source)
        classCodes = ClassCodes(catalog)
        program = RuleProgram(classCodes.rules(catalog.rules))
        var warnings = catalog.warnings + source.notes
        areas = try Self.areas(of: source, request: request, warnings: &warnings)
        let threads = request.threads ?? ProcessInfo.processInfo.activeProcessorCount
        memory = try MemoryPlan(
            MemoryPlan.Need(
                source: source, selection: selection, decoder: decoder, classCount: catalog.classes.count,
                threads: threads, threadsAreFixed: request.threads != nil, limit: request.memory,
                tileSize: request.tileSize))
        grid = TileGrid(
            raster: source.grid.size, tileWidth: memory.tileWidth, tileHeight: memory.tileHeight, halo: 0)
        pyramid = MaskPyramid(raster: source.grid.size, blockSize: MemoryPlan.blockSize)
        lattice = Preview.Lattice(
            raster: source.grid.size, planes: Self.previewPlanes(of: source, selection: selection))
        self.warnings = warnings
    }

    /// Raw numbers in place of reflectance give another index without any sign of it, so they are refused.
    private static func checkIndices(
        of catalog: Catalog, bands: BandResolution, source: RasterSource
    ) throws(SurveyError) {
        let used = bands.choices.map { source.bands[$0.number - 1] }
        for index in catalog.indices {
            switch index.needs {
            case .reflectance:
                guard let raw = used.first(where: { $0.isRawInteger }) else { continue }
                throw SurveyError(
                    "\(index.name) needs reflectance (0 to 1), and band \(raw.number) of \(source.path) holds "
                        + "\(raw.typeName) numbers without scale and offset; set them, for example "
                        + "gdal_edit.py -scale 0.0001 '\(source.path)'")
            case .eightBit:
                guard let other = used.first(where: { $0.type != .uint8 || $0.scaling != nil }) else { continue }
                throw SurveyError(
                    "\(index.name) is made for numbers 0 to 255, and band \(other.number) of \(source.path) holds "
                        + "\(other.typeName) numbers; use another index")
            case nil: continue
            }
        }
    }

    private static func decoder(
        _ forced: String?, source: RasterSource
    ) throws(SurveyError) -> RasterReader.Decoder {
        let best = RasterReader.decoder(for: source)
        guard let forced else { return best }
        guard let decoder = RasterReader.Decoder(rawValue: forced) else {
            throw SurveyError("QUADRAT_READER is '\(forced)'; it may be gdal or libtiff")
        }
        if decoder == .libtiff, best != .libtiff {
            throw SurveyError("\(source.path) cannot be decoded by libtiff alone; leave QUADRAT_READER out")
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
    var showsPicture: Bool { source.colourBands != nil && selection.type == .uint8 }

    /// Planes to draw: red, green and blue where they are read; else the first three bands, or one as grey.
    private static func previewPlanes(of source: RasterSource, selection: BandSelection) -> [Int] {
        let colours = source.colourBands?.compactMap { selection.planes.firstIndex(of: $0) } ?? []
        if colours.count == 3 { return colours }
        return selection.requested >= 3 ? [0, 1, 2] : [0, 0, 0]
    }
}
