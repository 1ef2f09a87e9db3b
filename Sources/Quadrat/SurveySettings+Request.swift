import RasterModel
import Results
import Survey

extension SurveySettings {
    /// What the program is asked for.
    ///
    /// - Throws: where settings contradict each other, or mean nothing.
    func request() throws(QuadratError) -> SurveyRequest {
        try check()
        var request = SurveyRequest(raster: raster, catalogs: catalogs)
        request.out = folder
        request.overwrites = overwrites
        request.zones = zones
        request.zonesLayer = zonesLayer
        request.zoneID = zoneID
        request.within = within
        request.bands = try namedBands()
        request.nodata = try nodataValues()
        request.pixelSize = pixelSize
        request.thresholds = thresholds
        request.countsObjects = countsObjects
        request.paintsObjects = writesInstances
        request.objectFormats = ObjectFileFormat.allCases.filter(objectFormats.contains).map(\.format)
        request.forces = ignoresPixelSizeLimits
        request.keepsGoing = keepsGoing
        request.forbidsNetwork = forbidsNetwork
        request.memory = memory
        request.threads = threads
        request.tileSize = tileSize
        return request
    }

    private func check() throws(QuadratError) {
        if catalogs.isEmpty {
            throw QuadratError(.refused, "'catalogs' is empty: ShippedCatalog.all lists what is shipped")
        }
        if zones == nil, zonesLayer != nil || zoneID != nil {
            throw QuadratError(.refused, "'zonesLayer' and 'zoneID' say something about 'zones', which is missing")
        }
        if !countsObjects, writesInstances || !objectFormats.isEmpty {
            throw QuadratError(.refused, "'writesInstances' and 'objectFormats' need 'countsObjects'")
        }
        if let folder, folder.allSatisfy({ $0 == "/" }) {
            throw QuadratError(.refused, "'folder' is '\(folder)'; name a folder to write")
        }
        if let pixelSize, !(pixelSize > 0 && pixelSize.isFinite) {
            throw QuadratError(.refused, "'pixelSize' is \(pixelSize); give metres, more than 0")
        }
        if let threads, !(1...1024).contains(threads) {
            throw QuadratError(.refused, "'threads' is \(threads); it must be between 1 and 1024")
        }
        if let tileSize, tileSize < 1 {
            throw QuadratError(.refused, "'tileSize' is \(tileSize); it must be at least 1")
        }
    }

    private func namedBands() throws(QuadratError) -> [RasterModel.BandRole: NamedBand] {
        var named: [RasterModel.BandRole: NamedBand] = [:]
        for role in BandRole.allCases {
            guard let source = bands[role] else { continue }
            guard source.number > 0 else {
                throw QuadratError(
                    .refused, "'bands': \(role.rawValue) is band \(source.number); bands are counted from 1")
            }
            named[role.role] = NamedBand(path: source.file, number: source.number)
        }
        return named
    }

    private func nodataValues() throws(QuadratError) -> NodataValues? {
        guard !nodata.isEmpty else { return nil }
        let texts = nodata.map { Int(exactly: $0).map(String.init) ?? $0.description }
        guard let values = NodataValues(nodata, text: texts.joined(separator: ",")) else {
            throw QuadratError(
                .refused, "'nodata' gives \(nodata.count) values; give one, or three for red, green and blue")
        }
        return values
    }
}
