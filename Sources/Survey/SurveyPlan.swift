import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
import Results
import Tiling

/// Everything that is decided before a pixel is read.
package struct SurveyPlan: Sendable {
    let request: SurveyRequest
    let started = Date()
    let stack: RasterStack
    let catalogs: [CatalogPlan]
    /// What is read for all catalogs at once.
    let reading: ReadSelection
    let decoder: RasterReader.Decoder
    /// Where workers read pixels.
    let pixels: any PixelSource
    /// nil where the whole raster is asked for.
    let within: AreaOfInterest?
    /// nil where no fields or plots are asked for.
    let zones: SurveyZones?
    /// nil where the raster has no areas.
    let areas: PixelAreas?
    let memory: MemoryPlan
    let grid: TileGrid
    let pyramid: MaskPyramid
    /// The files that are read beside the rasters: catalogs, polygons.
    let files: [InputFile]
    /// What the person should know before trusting the numbers.
    package let warnings: [String]

    /// What makes the numbers doubtful, as far as it is known before a pixel is surveyed.
    package var cautions: [Caution] { Caution.ordered(catalogs.flatMap(\.cautions)) }

    /// The raster that sets the grid.
    var source: RasterSource { stack.base }

    /// The run folders' paths, one per catalog.
    package var folders: [String] { catalogs.map(\.out) }

    /// Opens raster and catalogs and decides how to run.
    ///
    /// - Throws: an error that says in one line what is in the way.
    package init(_ request: SurveyRequest) throws { try self.init(request, memory: nil) }

    /// The same for a raster that is held in memory.
    ///
    /// - Parameter memory: the raster; nil: the one that the request names.
    init(_ request: SurveyRequest, memory raster: MemoryRaster?) throws {
        self.request = request
        ProcessUsage.spareAddresses()
        if request.forbidsNetwork { GDALLibrary.forbidNetwork() }
        // The catalogs first: they are quicker to check than the raster.
        let asked = Self.files(of: request)
        let loaded = try Self.load(request.catalogs)
        let frozen = try ThresholdRuns(request.thresholds, for: loaded).frozen
        files = asked + frozen.compactMap { $0?.file }
        GDALLibrary.limitCache(bytes: 16_000_000)
        let ground = try GroundFacts(try raster?.source ?? RasterSource(path: request.raster), request: request)
        try Self.checkObjects(loaded, request)
        try Self.checkFormats(request, of: ground.source)
        let named = try NamedBands(request.bands, base: ground.source, nodata: request.nodata)
        stack = named.stack
        try Self.checkSources(of: named.stack, request)
        let drafts = try loaded.map { try CatalogDraft($0, named: named, countsObjects: request.countsObjects) }
        reading = try ReadSelection(drafts.map(\.selection), of: stack)
        var catalogs = try drafts.indices.map { [stack, reading] index in
            try CatalogPlan(
                drafts[index], frozen: frozen[index], view: reading.views[index], reading: reading, stack: stack,
                ground: ground, request: request)
        }
        decoder = try Self.decoder(request.decoder, stack: stack, reading: reading)
        within = try request.within.map { try AreaOfInterest(path: $0, grid: ground.source.grid) }
        zones = try request.zones.map {
            try SurveyZones(path: $0, layer: request.zonesLayer, idField: request.zoneID, ground: ground)
        }
        areas = ground.areas
        try Self.checkFolders(catalogs, request, spares: files, stack)
        memory = try MemoryPlan(
            MemoryNeed(
                request, stack: stack, selection: reading, decoder: decoder, catalogs: catalogs, zones: zones,
                startBytes: zones == nil && within == nil && !Self.areLarge(frozen)
                    ? MemoryPlan.processBytes : Self.peakAfterReading))
        pixels = try Self.pixels(raster, of: stack, decoder, memory, request)
        // Before the first pixel: what a mosaic has opened stays open, and its sources with the room they were given.
        GDALLibrary.prepare(stack, threads: memory.threads)
        // Once it is known that the raster can be read at all within the limit.
        let look = try SceneLook(
            drafts, of: stack, named: Set(named.bands.values),
            pixels: try raster.map { try MemoryPixelSource($0, keepsGoing: true) })
        for index in drafts.indices {
            let review = BandReview(drafts[index], index: index, stack: stack, look: look)
            catalogs[index].cautions = try review.cautions(forced: request.forces)
        }
        self.catalogs = catalogs
        grid = TileGrid(
            raster: ground.source.grid.size, record: RecordSize.of(ground.source), tileWidth: memory.tileWidth,
            tileHeight: memory.tileHeight,
            halo: catalogs.map(\.margin.largest).max() ?? 0)
        pyramid = MaskPyramid(raster: ground.source.grid.size, blockSize: MemoryPlan.blockSize)
        warnings = Self.warnings(stack, ground, within, zones, catalogs)
    }

    /// Looks whether the run folders can be made: nothing that is read may lie in one that would be replaced, and none goes
    /// into the folder of another run.
    private static func checkFolders(
        _ catalogs: [CatalogPlan], _ request: SurveyRequest, spares files: [InputFile], _ stack: RasterStack
    ) throws {
        for out in catalogs.map(\.out) {
            try RunFolder.check(
                out, overwrites: request.overwrites,
                spares: files + (0...stack.others.count).flatMap { stack.source(of: $0).files })
        }
        guard let parent = request.out, catalogs.count > 1,
            FileFacts.kind(of: parent + "/" + RunFile.record.name) != .missing
        else { return }
        throw SurveyError(
            "\(parent) is the folder of a finished run; with several catalogs --out holds a folder for each: "
                + "choose another")
    }

    /// Where workers read pixels: the files, or what is held in memory.
    private static func pixels(
        _ raster: MemoryRaster?, of stack: RasterStack, _ decoder: RasterReader.Decoder, _ memory: MemoryPlan,
        _ request: SurveyRequest
    ) throws -> any PixelSource {
        if let raster {
            guard stack.others.isEmpty else {
                throw SurveyError("--bands names files, and \(raster.name) is held in memory; leave them out")
            }
            return try MemoryPixelSource(raster, keepsGoing: request.keepsGoing)
        }
        return FilePixelSource(
            stack, decoder: decoder, chunkCacheBytes: memory.chunkCacheBytes, keepsGoing: request.keepsGoing)
    }

    private static func warnings(
        _ stack: RasterStack, _ ground: GroundFacts, _ within: AreaOfInterest?, _ zones: SurveyZones?,
        _ catalogs: [CatalogPlan]
    ) -> [String] {
        let columns = catalogs.map { ZoneColumns($0, hasAreas: ground.areas != nil).columns }
        return distinct(
            stack.notes + ground.warnings + (within?.notes ?? []) + (zones?.notes(columns) ?? [])
                + catalogs.flatMap(\.warnings) + catalogs.compactMap(\.notCounted))
    }

    /// Side of the parts in which tiles are classified for a catalog; nil where they are classified whole.
    func partSide(of catalog: CatalogPlan) -> Int? { catalog.largestPartSide.map { min($0, memory.partSide) } }

    /// What is read beside the rasters. A catalog may come by a pipe: it is read once.
    private static func files(of request: SurveyRequest) -> [InputFile] {
        let catalogs = request.catalogs.filter { !ShippedCatalogs.names.contains($0) && FileFacts.size(of: $0) != nil }
        return catalogs.map { InputFile($0) }
            + [request.zones, request.within].compactMap(\.self).flatMap(InputFile.ofVectors)
    }

    /// Looks whether every file that is read is what it was when it was opened: numbers of two states would be mixed.
    ///
    /// - Throws: naming the first that is not.
    func checkFiles() throws(RasterError) {
        for file in files { try file.check() }
        for number in 0...stack.others.count { try stack.source(of: number).checkFiles() }
    }

    /// A file that a mosaic names and that is not there would end the run where it is first needed.
    private static func checkSources(of stack: RasterStack, _ request: SurveyRequest) throws(RasterError) {
        // Of an area of interest it may lie outside.
        guard !request.keepsGoing, request.within == nil else { return }
        for file in 0...stack.others.count {
            let source = stack.source(of: file)
            guard let first = source.missingSources.first else { continue }
            let more = source.missingSources.count > 1 ? ", and \(source.missingSources.count - 1) more" : ""
            throw RasterError(
                "read", source.path, reason: "files that it is made of are missing (\(first)\(more))",
                advice: "put them where it looks for them, or go on with --keep-going: what lies there is unobserved")
        }
    }

    /// Reading polygons, and documents of other runs, takes memory that the process keeps; what it came to is known by now. In
    /// steps, because equal runs differ a little.
    private static var peakAfterReading: Int {
        let peak = (ProcessUsage.peakResidentBytes ?? 0) + 20_000_000
        let step = MemoryPlan.measurementStep
        return max(MemoryPlan.processBytes, (peak + step - 1) / step * step)
    }

    /// True where the documents of other runs hold many zones: reading them takes some ten times their size.
    private static func areLarge(_ frozen: [FrozenThresholds?]) -> Bool {
        frozen.contains { ($0?.file.path).flatMap(FileFacts.size) ?? 0 > 250_000 }
    }

    private static func load(_ names: [String]) throws -> [Catalog] {
        let catalogs = try names.map { try Catalog.load($0) }
        var seen: Set<String> = []
        for (catalog, name) in zip(catalogs, names) where !seen.insert(catalog.name).inserted {
            if names.count(where: { $0 == name }) > 1 {
                throw SurveyError("--catalog names \(name) twice; leave one out")
            }
            throw SurveyError(
                "two catalogs are called \(catalog.name) (the second is \(name)): their run folders would be the same; "
                    + "change the 'name:' in one")
        }
        return catalogs
    }

    /// Files of objects need a catalog that names objects.
    private static func checkObjects(_ catalogs: [Catalog], _ request: SurveyRequest) throws(SurveyError) {
        guard let first = catalogs.first, catalogs.allSatisfy({ $0.objects == nil }) else { return }
        guard request.paintsObjects || !request.objectFormats.isEmpty else { return }
        let option = request.paintsObjects ? "--instances" : "--also"
        throw SurveyError(
            "\(option) writes objects, and catalog \(first.name) does not say what to count; add "
                + "\(ObjectPlan.remedy(first)), or leave \(option) out")
    }

    /// GeoJSON has longitudes and latitudes only.
    private static func checkFormats(_ request: SurveyRequest, of source: RasterSource) throws(SurveyError) {
        guard request.objectFormats.contains(.geojson) else { return }
        if let crs = source.grid.crs, !(6.2e6...6.5e6).contains(crs.ellipsoid.semiMajorAxis), crs.kind != .local {
            throw SurveyError(
                "--also geojson writes longitudes and latitudes on earth, and \(source.path) lies on another body "
                    + "(\(crs.name)); use --also csv")
        }
        switch source.grid.crs?.kind {
        case .geographic, .derivedGeographic, .projected, .webMercator: return
        case .local, nil:
            throw SurveyError(
                "--also geojson writes longitudes and latitudes, and \(source.path) does not say where on the earth it "
                    + "is: give it a CRS (gdal_edit.py -a_srs EPSG:...), or use --also csv")
        }
    }

    private static func distinct(_ lines: [String]) -> [String] {
        var seen: Set<String> = []
        return lines.filter { seen.insert($0).inserted }
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
}
