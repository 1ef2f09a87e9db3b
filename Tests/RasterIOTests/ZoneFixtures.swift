import RasterModel
import TestSupport

@testable import RasterIO

/// Rasters that zones are put on, as far as reading zones is concerned.
enum ZoneGrids {
    /// 400 x 300 pixels of 0.5 m in UTM zone 32.
    static let utm = grid("EPSG:32632", left: 600_000, top: 5_762_000, side: 0.5)
    /// The same without a CRS.
    static let plain = RasterGrid(size: RasterSize(width: 400, height: 300), transform: utm.transform, crs: nil)
    /// From 170 degrees east to 170 degrees west.
    static let pacific = grid("EPSG:4326", left: 170, top: 20, side: 0.05)
    /// Around the whole earth.
    static let world = RasterGrid(
        size: RasterSize(width: 360, height: 180),
        transform: GeoTransform(originX: -180, columnX: 1, rowX: 0, originY: 90, columnY: 0, rowY: -1), crs: pacific.crs
    )
    static let mercator = grid("EPSG:3857", left: 1_160_000, top: 6_800_000, side: 1)

    private static func grid(_ code: String, left: Double, top: Double, side: Double) -> RasterGrid {
        RasterGrid(
            size: RasterSize(width: 400, height: 300),
            transform: GeoTransform(originX: left, columnX: side, rowX: 0, originY: top, columnY: 0, rowY: -side),
            crs: reference(code))
    }

    /// A CRS as a raster brings it.
    private static func reference(_ code: String) -> CoordinateReference? {
        guard let folder = try? ScratchFolder(),
            let path = try? SampleRaster.make(
                folder.file("crs.tif"), ["-a_srs", code, "-a_ullr", "0", "40", "40", "0"])
        else { return nil }
        return try? RasterSource(path: path).grid.crs
    }
}

/// A GeoJSON file made of features.
struct ZoneJSON {
    private var features: [String] = []

    /// Adds a feature; coordinates as GeoJSON has them.
    mutating func add(_ properties: String, _ type: String, _ coordinates: String, geometry: String? = nil) {
        let shape = geometry ?? "{\"type\": \"\(type)\", \"coordinates\": \(coordinates)}"
        features.append("{\"type\": \"Feature\", \"properties\": {\(properties)}, \"geometry\": \(shape)}")
    }

    /// Adds a polygon by its rings of x, y pairs; rings are closed here.
    mutating func add(_ properties: String, rings: [[(Double, Double)]]) {
        add(properties, "Polygon", Self.polygon(rings))
    }

    static func polygon(_ rings: [[(Double, Double)]]) -> String {
        let lists = rings.map { ring in
            "[" + (ring + [ring[0]]).map { "[\($0.0), \($0.1)]" }.joined(separator: ", ") + "]"
        }
        return "[" + lists.joined(separator: ", ") + "]"
    }

    /// - Parameter code: EPSG code of the coordinates; nil for longitude and latitude.
    func text(code: Int?) -> String {
        let crs = code.map {
            "\"crs\": {\"type\": \"name\", \"properties\": {\"name\": \"urn:ogc:def:crs:EPSG::\($0)\"}}, "
        }
        return "{\"type\": \"FeatureCollection\", \(crs ?? "")\"features\": [\(features.joined(separator: ",\n"))]}"
    }

    func write(_ name: String, in folder: ScratchFolder, code: Int? = 32632) throws -> String {
        try folder.write(Array(text(code: code).utf8), to: name)
    }
}

/// A rectangle by its corners.
func corners(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> [(Double, Double)] {
    [(left, bottom), (right, bottom), (right, top), (left, top)]
}

extension ZoneCollection {
    /// Bounds of a zone's parts: left, top, right, bottom.
    func box(_ zone: Int) -> [Double] {
        let bounds = zones[zone].bounds
        return [bounds.left, bounds.top, bounds.right, bounds.bottom]
    }

    func area(_ zone: Int) -> Double { zones[zone].polygons.reduce(0) { $0 + $1.area } }
}
