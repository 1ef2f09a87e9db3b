import Foundation
import RasterModel
import TestSupport
import Testing

@testable import RasterIO

@Suite("Zones with results as a GeoPackage")
struct ZoneFileTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func source() throws -> String {
        var json = ZoneJSON()
        json.add(
            #""plot": 7, "Area_m2": "mine", "fid": "x", "day": "2026-06-01", "n": 1.5"#,
            rings: [corners(600_010, 5_761_950, 600_050, 5_761_990)])
        json.add(#""plot": 8"#, "Point", "[600010, 5761900]")
        json.add(
            #""plot": 9, "Area_m2": null, "fid": "y", "day": "2026-06-02", "n": -2"#,
            rings: [corners(600_010, 5_761_900, 600_050, 5_761_940), corners(600_020, 5_761_910, 600_030, 5_761_920)])
        return try json.write("f.geojson", in: folder)
    }

    private func write(_ zones: ZoneCollection, _ name: String) throws -> String {
        let columns = [FeatureColumn("zone", .text), FeatureColumn("area_m2", .real)]
        try ZoneFile.write(folder.file(name), zones: zones, crs: ZoneGrids.utm.crs, columns: columns) { zone in
            [.text(zones.zones[zone].id), zone == 0 ? .real(1600.25) : .none]
        }
        return folder.file(name)
    }

    /// What GDAL's own tool reads.
    private func dump(_ path: String) throws -> [String: Any] {
        let json = folder.file("dump.geojson")
        try? FileManager.default.removeItem(atPath: json)
        try SampleRaster.run("ogr2ogr", ["-preserve_fid", "-lco", "RFC7946=NO", json, path])
        return try #require(JSONSerialization.jsonObject(with: Data(bytes(of: json))) as? [String: Any])
    }

    @Test("the user's columns, geometries and numbers stay, results stand behind them under free names")
    func content() throws {
        let path = try write(try VectorFile.zones(try source(), on: ZoneGrids.utm), "zones.gpkg")
        let features = try #require(dump(path)["features"] as? [[String: Any]])
        #expect(features.map { $0["id"] as? Int } == [0, 2])
        let first = try #require(features[0]["properties"] as? [String: Any])
        #expect(first["plot"] as? Int == 7 && first["Area_m2"] as? String == "mine" && first["fid"] as? String == "x")
        #expect(first["zone"] as? String == "7" && first["area_m2_2"] as? Double == 1600.25)
        #expect((first["day"] as? String)?.hasPrefix("2026") == true && first["n"] as? Double == 1.5)
        let second = try #require(features[1]["properties"] as? [String: Any])
        #expect(second["Area_m2"] is NSNull && second["area_m2_2"] is NSNull && second["n"] as? Double == -2)
        let geometry = try #require(features[1]["geometry"] as? [String: Any])
        let rings = try #require(geometry["coordinates"] as? [[[Double]]])
        #expect(rings.count == 2 && rings[0][0] == [600_010, 5_761_900] && rings[1].count == 5)
    }

    @Test("equal zones give equal bytes, at any time")
    func stable() throws {
        let zones = try VectorFile.zones(try source(), on: ZoneGrids.utm)
        let first = try bytes(of: write(zones, "a.gpkg"))
        Thread.sleep(forTimeInterval: 1.1)
        #expect(try bytes(of: write(zones, "b.gpkg")) == first)
    }

    @Test("a layer keeps its name, and one without a CRS gets the raster's")
    func layers() throws {
        let path = try source()
        try SampleRaster.run("ogr2ogr", ["-where", "plot <> 8", folder.file("s.shp"), path])
        try FileManager.default.removeItem(atPath: folder.file("s.prj"))
        let zones = try VectorFile.zones(folder.file("s.shp"), on: ZoneGrids.utm)
        let written = try VectorFile.zones(write(zones, "zones.gpkg"), idField: "zone", on: ZoneGrids.utm)
        #expect(written.layers.map(\.name) == ["s"])
        #expect(written.zones.map(\.id) == zones.zones.map(\.id))
        #expect(written.zones.map(\.polygons) == zones.zones.map(\.polygons))
        #expect(written.notes.isEmpty)
    }

    @Test("a file that changed on the way and a folder that is not there are said")
    func failures() throws {
        let path = try source()
        let zones = try VectorFile.zones(path, on: ZoneGrids.utm)
        #expect(throws: RasterError.self) { try write(zones, "no/such/folder.gpkg") }
        var json = ZoneJSON()
        json.add(#""id": 1"#, rings: [corners(600_010, 5_761_950, 600_050, 5_761_990)])
        _ = try json.write("f.geojson", in: folder)
        let error = #expect(throws: RasterError.self) { try write(zones, "zones.gpkg") }
        #expect(error?.description.contains("has changed") == true)
    }

    @Test("zones that overlap dissolve into what any of them covers")
    func union() throws {
        func square(_ left: Double, _ top: Double, _ side: Double) -> [PolygonShape] {
            let ends = [(left, top), (left + side, top), (left + side, top + side), (left, top + side)]
            return [PolygonShape(outer: Ring(ends.map { PixelPoint(column: $0.0, row: $0.1) }))]
        }
        let union = try ZoneUnion.dissolve([square(0, 0, 4), square(2, 2, 4), [], square(10, 0, 1), square(11, 0, 1)])
        #expect(union.count == 2)
        let area: Double = 16 + 16 - 4 + 2
        #expect(union.reduce(0) { $0 + $1.area } == area)
        #expect(try ZoneUnion.dissolve([]).isEmpty)
        #expect(try ZoneUnion.dissolve([[]]).isEmpty)
    }
}
