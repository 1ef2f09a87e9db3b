import CGDAL
package import RasterModel

extension VectorFile {
    /// Reads the zones of a file and puts them on a raster.
    ///
    /// Invalid geometries are repaired, heights dropped, arcs made straight, and other coordinates projected; what was
    /// done is in the notes. Edges are straight in the file's coordinates.
    ///
    /// - Parameters:
    ///   - path: a GeoPackage, GeoJSON, shapefile (also zipped), KML, KMZ or FlatGeobuf.
    ///   - layer: the one layer to read; nil for all that hold polygons.
    ///   - idField: the column that names zones; nil for a sensible one.
    ///   - grid: the raster; it needs a geotransform.
    /// - Throws: one line where there are no zones to be had.
    package static func zones(
        _ path: String, layer: String? = nil, idField: String? = nil, on grid: RasterGrid
    ) throws(RasterError) -> ZoneCollection {
        guard let transform = grid.transform else {
            throw RasterError(
                "place", path, reason: "the raster has no geotransform, so nothing on the map can be found on it")
        }
        return try withLayers(of: path) { layers throws(RasterError) in
            var notes: [String] = []
            var found: [ZoneLayer] = []
            var misplaced: [String] = []
            var isDegenerate = false
            for layer in try chosen(layers, named: layer, path: path) {
                var reader = try ZoneReader(layer: layer, idField: idField, grid: grid, transform: transform)
                let zones = try reader.read()
                notes += reader.notes.lines
                if let line = reader.misplaced { misplaced.append(line) }
                isDegenerate = isDegenerate || reader.isDegenerate
                if !zones.zones.isEmpty { found.append(zones) }
            }
            guard !found.isEmpty else {
                guard !isDegenerate else { throw withoutArea(path, contents(of: layers)) }
                let lines = try ClosedLines(in: layers)
                throw RasterError(
                    "use", path, reason: "it holds no polygons (\(contents(of: layers)))\(lines.remark)",
                    advice: lines.advice(path))
            }
            let collection = ZoneCollection(
                path: path, layers: distinct(found), notes: notes, misplaced: misplaced.first)
            return collection.checked(on: grid)
        }
    }

    /// Layers to read: the named one, else all that may hold polygons.
    private static func chosen(
        _ layers: [VectorLayer], named name: String?, path: String
    ) throws(RasterError) -> [VectorLayer] {
        guard let name else { return layers.filter(\.mayHoldAreas) }
        guard let layer = layers.first(where: { $0.name == name }) else {
            throw RasterError(
                "open", path, reason: "it has no layer '\(name)'", advice: "it has \(contents(of: layers))")
        }
        guard layer.mayHoldAreas else {
            let lines = try ClosedLines(in: [layer])
            throw RasterError(
                "use", path, reason: "layer '\(name)' holds no polygons (\(layer.typeName))\(lines.remark)",
                advice: lines.advice(path))
        }
        return [layer]
    }

    /// There are polygons, but nothing in them.
    private static func withoutArea(_ path: String, _ contents: String) -> RasterError {
        RasterError(
            "use", path, reason: "its polygons have no area (\(contents))",
            advice: "give each at least three corners that are not on one line; around a pole, corners at the pole too")
    }

    private static func contents(of layers: [VectorLayer]) -> String {
        let names = layers.prefix(12).map { "'\($0.name)': \($0.typeName)" }
        return layers.isEmpty ? "no layers" : names.joined(separator: ", ") + (layers.count > 12 ? ", ..." : "")
    }

    /// Several layers may use the same names: then the layer's name goes before each.
    private static func distinct(_ layers: [ZoneLayer]) -> [ZoneLayer] {
        let names = layers.map { Set($0.zones.map(\.id)) }
        guard Set(names.joined()).count < names.reduce(0, { $0 + $1.count }) else { return layers }
        return layers.map { layer in
            var layer = layer
            for index in layer.zones.indices { layer.zones[index].id = "\(layer.name)/\(layer.zones[index].id)" }
            return layer
        }
    }
}

/// Reads one layer, in one pass: some formats are parsed anew for each.
struct ZoneReader: ~Copyable {
    private let layer: VectorLayer
    private let grid: RasterGrid
    private var placement: ZonePlacement
    private var naming: ZoneNaming
    private(set) var notes: ZoneNotes
    /// Where the zones lie and where the raster, and what would put that right; nil where one lies on it.
    private(set) var misplaced: String?
    /// True where a polygon encloses nothing.
    private(set) var isDegenerate = false
    /// True where the raster's CRS cannot show a zone, which may lie on the raster in part all the same.
    private var hasUnplaced = false

    init(layer: VectorLayer, idField: String?, grid: RasterGrid, transform: GeoTransform) throws(RasterError) {
        let placement = try ZonePlacement(layer: layer, grid: grid, transform: transform)
        naming = try ZoneNaming(named: idField, in: layer)
        self.placement = placement
        self.layer = layer
        self.grid = grid
        notes = ZoneNotes(path: layer.path, layer: layer.name)
    }

    /// All zones, in the order of the file.
    mutating func read() throws(RasterError) -> ZoneLayer {
        var features: [(number: Int, geometry: ZoneGeometry?)] = []
        let (turn, partsAreKnown) = (placement.sourceTurn, !layer.isShapefile)
        let texts = layer.textFields
        try layer.forEachFeature { feature in
            naming.add(feature)
            layer.texts.look(at: feature, fields: texts)
            features.append((feature.number, ZoneGeometry(of: feature, turn: turn, partsAreKnown: partsAreKnown)))
        }
        for note in layer.texts.notes(codePageFile: layer.codePageFile) { notes.add(note) }
        let isRenumbered = Self.repeats(features.map(\.number))
        if isRenumbered { for index in features.indices { features[index].number = index + 1 } }
        isDegenerate = features.contains { $0.geometry?.isDegenerate == true }
        let extent = ZoneExtent(of: features.compactMap(\.geometry), in: layer)
        try extent?.check(placement, grid: grid, notes: &notes)
        let choice = naming.choose(features.map(\.number))
        var zones: [Zone] = []
        for (index, name) in choice.names.enumerated() {
            let (number, geometry) = features[index]
            // Freed at once: coordinates are not held twice.
            features[index].geometry = nil
            if geometry?.isArea == false {
                notes.count(.noArea, id: name)
            } else {
                zones.append(zone(name, feature: number, geometry: geometry))
            }
        }
        if zones.allSatisfy({ $0.polygons.isEmpty && $0.problem == nil }) { zones = [] }
        if let extent, !zones.contains(where: { $0.bounds.overlaps(PixelBounds(grid.size)) }),
            !(hasUnplaced && placement.meetsRaster(extent.extent))
        {
            misplaced = describe(extent)
        }
        var found = ZoneLayer(name: layer.name, idField: choice.field, idReason: choice.reason, zones: zones)
        found.columns = layer.fieldNames
        found.isRenumbered = isRenumbered
        return found
    }

    /// True where numbers cannot be those of a table: two are the same, or one is below 0, which stands for none.
    private static func repeats(_ numbers: [Int]) -> Bool {
        Set(numbers).count < numbers.count || numbers.contains { $0 < 0 }
    }

    private func describe(_ extent: ZoneExtent) -> String {
        let crs = unsafe grid.crs.flatMap { unsafe OSRNewSpatialReference($0.wkt) }
        defer { if let crs = unsafe crs { unsafe OSRDestroySpatialReference(crs) } }
        if let crs = unsafe crs { unsafe OSRSetAxisMappingStrategy(crs, OAMS_TRADITIONAL_GIS_ORDER) }
        let (zones, raster) = unsafe Whereabouts.texts(
            Whereabouts(extent.extent, in: layer.reference ?? crs), Whereabouts(placement.rasterExtent, in: crs))
        return "the zones are at \(zones), the raster at \(raster); \(extent.advice(placement))"
    }

    private mutating func zone(_ id: String, feature: Int, geometry: ZoneGeometry?) -> Zone {
        var zone = Zone(id: id, feature: feature, polygons: [], problem: nil)
        for change in geometry?.changes ?? [] { notes.add(change, id: id) }
        do {
            for polygon in geometry?.polygons ?? [] {
                zone.polygons += try placement.place(polygon)
            }
            zone.problem = geometry?.problem.map { notes.add($0, id: id) }
        } catch {
            zone.polygons = []
            hasUnplaced = true
            switch error {
            case .outsideDomain: zone.problem = notes.add(.outsideDomain, id: id)
            case .torn: zone.problem = notes.add(.torn, id: id)
            }
        }
        if zone.polygons.isEmpty, zone.problem == nil { notes.count(.empty, id: id) }
        return zone
    }
}
