import Foundation
import RasterModel
import TestSupport
import Testing

@testable import RasterIO

@Suite("Zones from vector files")
struct ZoneReaderTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// A field, and a field with a pond in it.
    private func fields() -> ZoneJSON {
        var json = ZoneJSON()
        json.add(#""id": 7, "name": "north""#, rings: [corners(600_010, 5_761_950, 600_050, 5_761_990)])
        json.add(
            #""id": 9, "name": "south""#,
            rings: [corners(600_010, 5_761_900, 600_050, 5_761_940), corners(600_020, 5_761_910, 600_030, 5_761_920)])
        return json
    }

    private func convert(_ source: String, _ name: String, _ options: [String] = []) throws -> String {
        try SampleRaster.run("ogr2ogr", options + [folder.file(name), source])
        return folder.file(name)
    }

    @Test("corners lie where pixel coordinates say")
    func coordinates() throws {
        let zones = try VectorFile.zones(try fields().write("f.geojson", in: folder), on: ZoneGrids.utm)
        #expect(zones.notes.isEmpty)
        #expect(zones.zones.map(\.id) == ["7", "9"])
        #expect(zones.layers.map(\.idField) == ["id"])
        #expect(zones.box(0) == [20, 20, 100, 100])
        #expect(zones.zones[1].polygons[0].holes.map { $0.signedArea.magnitude } == [400])
        #expect(zones.area(1) == 6000)
    }

    @Test(
        "every format gives the same zones",
        arguments: [
            "f.gpkg", "f.shp", "f.shz", "f.fgb", "f.kml", "f.kmz", "f.geojsonl", "f.zip", "folder.zip", "packed.zip",
        ])
    func formats(_ name: String) throws {
        let json = try fields().write("source.geojson", in: folder)
        let path: String
        switch name {
        case "f.zip": path = try convert(json, "f.shz").replacingSuffix("shz", "zip")
        case "folder.zip":
            _ = try convert(json, "fields.shp")
            try SampleRaster.run("python3", ["-c", Self.zipping, folder.path, name, "fields.", "below/"])
            path = folder.file(name)
        case "packed.zip":
            _ = try convert(json, "fields.gpkg")
            try SampleRaster.run("python3", ["-c", Self.zipping, folder.path, name, "fields.", ""])
            path = folder.file(name)
        case "f.geojsonl": path = try convert(json, name, ["-lco", "COORDINATE_PRECISION=12"])
        default: path = try convert(json, name)
        }
        let zones = try VectorFile.zones(path, on: ZoneGrids.utm)
        #expect(Set(zones.zones.map(\.id)).isSubset(of: ["7", "9", "north", "south"]))
        let boxes = zones.zones.indices.map { zones.box($0).map { ($0 * 1000).rounded() / 1000 } }
        #expect(Set(boxes) == [[20, 20, 100, 100], [20, 120, 100, 200]])
        #expect((zones.area(0) + zones.area(1) - 12_400).magnitude < 0.01)
    }

    private static let zipping = """
        import os, sys, zipfile
        folder, name, stem, inner = sys.argv[1:]
        with zipfile.ZipFile(os.path.join(folder, name), "w") as archive:
            for file in sorted(os.listdir(folder)):
                if file.startswith(stem): archive.write(os.path.join(folder, file), inner + file)
        """

    @Test("edges are straight in the file's coordinates, curves on the raster")
    func densified() throws {
        // Half a degree wide: the parallel is 29 m off the straight line between its ends.
        let box = [(10.2, 51.9), (10.7, 51.9), (10.45, 52.1)]
        var plain = ZoneJSON()
        plain.add("", rings: [box])
        var fine = ZoneJSON()
        let many = box.indices.flatMap { index in
            let (a, b) = (box[index], box[(index + 1) % 3])
            return (0..<2000).map { step in
                (a.0 + (b.0 - a.0) * Double(step) / 2000, a.1 + (b.1 - a.1) * Double(step) / 2000)
            }
        }
        fine.add("", rings: [many])
        let grid = RasterGrid(
            size: RasterSize(width: 9000, height: 9000),
            transform: GeoTransform(
                originX: 570_000, columnX: 5, rowX: 0, originY: 5_790_000, columnY: 0, rowY: -5), crs: ZoneGrids.utm.crs
        )
        let found = try VectorFile.zones(try plain.write("p.geojson", in: folder, code: nil), on: grid)
        let expected = try VectorFile.zones(try fine.write("q.geojson", in: folder, code: nil), on: grid)
        #expect(found.zones[0].polygons[0].outer.points.count < 4000)
        // Less than a thousandth of a pixel along the border of some 17 000 pixels.
        #expect((found.area(0) - expected.area(0)).magnitude < 17)
        let straight = PolygonShape(
            outer: Ring(stride(from: 0, to: 6000, by: 2000).map { expected.zones[0].polygons[0].outer.points[$0] }))
        #expect((straight.area - expected.area(0)).magnitude > 1000)
    }

    @Test("neighbours that share an edge share its bent points too")
    func neighbours() throws {
        var json = ZoneJSON()
        json.add(#""id": 1"#, rings: [corners(10.2, 51.9, 10.7, 52.0)])
        json.add(#""id": 2"#, rings: [corners(10.2, 52.0, 10.7, 52.1).reversed()])
        let zones = try VectorFile.zones(try json.write("n.geojson", in: folder, code: nil), on: ZoneGrids.utm).zones
        let shared = zones.map { Set($0.polygons[0].outer.points) }.reduce(nil) { $0?.intersection($1) ?? $1 }
        #expect(try #require(shared).count > 20)
        let union = try ZoneUnion.dissolve(zones.map(\.polygons))
        #expect(union.count == 1 && union[0].holes.isEmpty)
    }

    @Test("a file without a CRS is taken for the raster's where it fits, and refused where it does not")
    func noReference() throws {
        let path = try convert(try fields().write("f.geojson", in: folder), "f.shp")
        try FileManager.default.removeItem(atPath: folder.file("f.prj"))
        let zones = try VectorFile.zones(path, on: ZoneGrids.utm)
        #expect(zones.box(0) == [20, 20, 100, 100])
        #expect(zones.notes.contains { $0.contains("no coordinate reference system is named") })
        #expect(throws: RasterError.self) { try VectorFile.zones(path, on: ZoneGrids.pacific) }
        let plain = try VectorFile.zones(path, on: ZoneGrids.plain)
        #expect(plain.box(0) == [20, 20, 100, 100])
    }

    @Test("a raster without a CRS takes the zones' coordinates; one without a place on the map takes none")
    func plainRaster() throws {
        let path = try fields().write("f.geojson", in: folder)
        let zones = try VectorFile.zones(path, on: ZoneGrids.plain)
        #expect(zones.box(0) == [20, 20, 100, 100])
        #expect(zones.notes.contains { $0.contains("the raster names no coordinate reference system") })
        let nowhere = RasterGrid(size: RasterSize(width: 4, height: 4), transform: nil, crs: nil)
        #expect(throws: RasterError.self) { try VectorFile.zones(path, on: nowhere) }
    }

    @Test("coordinates that are no degrees, and zones that miss the raster, are said")
    func wrongReference() throws {
        let wrong = try fields().write("wrong.geojson", in: folder, code: nil)
        let error = #expect(throws: RasterError.self) { try VectorFile.zones(wrong, on: ZoneGrids.utm) }
        #expect(error?.description.contains("no degrees") == true)
        let zonesOnRaster = try VectorFile.zones(try fields().write("on.geojson", in: folder), on: ZoneGrids.utm)
        let other = try VectorFile.zones(try fields().write("f.geojson", in: folder, code: 32633), on: ZoneGrids.utm)
        let refusal = try #require(other.refusal).description
        #expect(refusal.contains("none of its 2 zones lies on the raster: the zones are at longitude 16.4"))
        #expect(refusal.contains("the raster at longitude 10.4") && refusal.contains("ogr2ogr -a_srs"))
        #expect(zonesOnRaster.refusal == nil)
    }

    @Test("what was done to geometries is said, with the zones' names")
    func geometries() throws {
        var json = fields()
        let (x, y) = (600_100.0, 5_761_900.0)
        json.add(#""id": 11"#, rings: [[(x, y), (x + 20, y + 20), (x + 20, y), (x, y + 20)]])
        let parts = [corners(x, y, x + 20, y + 20), corners(x + 10, y + 10, x + 30, y + 30)]
        json.add(#""id": 12"#, "MultiPolygon", "[\(parts.map { ZoneJSON.polygon([$0]) }.joined(separator: ","))]")
        json.add(#""id": 13"#, "", "", geometry: "null")
        json.add(#""id": 14"#, "Point", "[600010, 5761900]")
        json.add(
            #""id": 15"#, "Polygon", "[[[\(x), \(y), 5], [\(x + 10), \(y), 5], [\(x), \(y + 10), 6], [\(x), \(y), 5]]]")
        let point = #"{"type": "Point", "coordinates": [1, 2]}"#
        let area = "{\"type\": \"Polygon\", \"coordinates\": \(ZoneJSON.polygon([corners(x, y, x + 1, y + 1)]))}"
        json.add(
            #""id": 16"#, "", "",
            geometry: "{\"type\": \"GeometryCollection\", \"geometries\": [\(point), \(area)]}")
        json.add(#""id": 17"#, "Polygon", "[[[\(x), \(y)], [\(x + 10), \(y)], [\(x), \(y + 10)]]]")
        let zones = try VectorFile.zones(try json.write("g.geojson", in: folder), on: ZoneGrids.utm)
        #expect(zones.zones.map(\.id) == ["7", "9", "11", "12", "13", "15", "16", "17"])
        #expect(zones.area(7) == 200)
        // Both wings of a bow; two squares that overlap in a quarter count that quarter once.
        #expect(zones.area(2) == 800 && zones.area(3) == 2800)
        #expect(zones.zones[4].polygons.isEmpty && zones.area(5) == 200 && zones.area(6) == 4)
        let notes = zones.notes.joined(separator: "\n")
        #expect(notes.contains("3 invalid geometries were repaired: 11 (Self-intersection"))
        #expect(notes.contains("17 (a ring was not closed)"))
        for part in [
            "1 without any area: 13", "left out: 14", "heights or measures, which were dropped: 15", "left out: 16",
        ] {
            #expect(notes.contains(part))
        }
    }

    @Test("arcs become straight pieces that keep the area")
    func arcs() throws {
        let text = "id,WKT\n1,\"CURVEPOLYGON(CIRCULARSTRING(600010 5761900,600030 5761900,600010 5761900))\"\n"
        let source = try folder.write(Array(text.utf8), to: "arcs.csv")
        let path = try convert(
            source, "arcs.gpkg",
            [
                "-a_srs", "EPSG:32632", "-oo", "GEOM_POSSIBLE_NAMES=WKT", "-oo", "KEEP_GEOM_COLUMNS=NO", "-nlt",
                "CURVEPOLYGON",
            ])
        let zones = try VectorFile.zones(path, on: ZoneGrids.utm)
        #expect((zones.area(0) / (.pi * 400) - 1).magnitude < 0.002)
        #expect(zones.notes.contains { $0.contains("arcs") })
    }

    @Test("all layers with polygons are read, or the one that is named")
    func layers() throws {
        let source = try fields().write("f.geojson", in: folder)
        let path = try convert(source, "l.gpkg", ["-nln", "one"])
        _ = try convert(source, "l.gpkg", ["-update", "-nln", "two"])
        var points = ZoneJSON()
        points.add(#""id": 1"#, "Point", "[600010, 5761900]")
        _ = try convert(try points.write("p.geojson", in: folder), "l.gpkg", ["-update", "-nln", "trees"])
        let both = try VectorFile.zones(path, idField: "id", on: ZoneGrids.utm)
        #expect(both.zones.map(\.id) == ["one/1", "one/2", "two/1", "two/2"] || both.layers.count == 2)
        #expect(both.layers.map(\.name) == ["one", "two"])
        let one = try VectorFile.zones(path, layer: "two", idField: "name", on: ZoneGrids.utm)
        #expect(one.zones.map(\.id) == ["north", "south"])
        for name in ["trees", "three"] {
            #expect(throws: RasterError.self) { try VectorFile.zones(path, layer: name, on: ZoneGrids.utm) }
        }
        let trees = folder.file("p.geojson")
        #expect(throws: RasterError.self) { try VectorFile.zones(trees, on: ZoneGrids.utm) }
    }

    @Test("ids come from the column asked for, from a sensible one, or from feature numbers")
    func ids() throws {
        func ids(_ columns: [String], _ field: String? = nil) throws -> [String] {
            var json = ZoneJSON()
            for column in columns { json.add(column, rings: [corners(600_010, 5_761_900, 600_050, 5_761_940)]) }
            let path = try json.write("ids-\(UUID().uuidString).geojson", in: folder)
            return try VectorFile.zones(path, idField: field, on: ZoneGrids.utm).zones.map(\.id)
        }
        #expect(try ids([#""crop": "rye", "Plot": "P1""#, #""crop": "rye", "Plot": "P2""#]) == ["P1", "P2"])
        #expect(try ids([#""n": 5, "owner": "A""#, #""n": 6, "owner": "B""#]) == ["A", "B"])
        #expect(try ids([#""id": 1, "code": 4"#, #""id": 1, "code": 3"#]) == ["4", "3"])
        #expect(try ids([#""plot": 1"#, #""plot": null"#]) == ["0", "1"])
        #expect(try ids([#""id": 1, "owner": "A""#, #""id": 2, "owner": "A""#], "owner") == ["A", "A"])
        #expect(try ids([#""name": "x""#, #""name": "y""#], "NAME") == ["x", "y"])
        #expect(try ids([#""name": "x""#, #""name": "y""#], "fid") == ["0", "1"])
        let error = #expect(throws: RasterError.self) { try ids([#""name": "x""#], "plot") }
        #expect(error?.description.contains("its columns are name") == true)
    }

    @Test("zones around the 180th meridian lie together, on either side of it")
    func dateLine() throws {
        var json = ZoneJSON()
        json.add(#""id": 1"#, rings: [[(179, 10), (-179, 10), (-179, 12), (179, 12)]])
        json.add(#""id": 2"#, rings: [corners(179, 10, 181, 12)])
        json.add(#""id": 3"#, rings: [corners(-181, 10, -179, 12)])
        let halves = [corners(179, 10, 180, 12), corners(-180, 10, -179, 12)].map { ZoneJSON.polygon([$0]) }
        json.add(#""id": 4"#, "MultiPolygon", "[\(halves.joined(separator: ","))]")
        let path = try json.write("d.geojson", in: folder, code: nil)
        let pacific = try VectorFile.zones(path, on: ZoneGrids.pacific)
        for zone in 0..<4 {
            #expect(zip(pacific.box(zone), [180, 160, 220, 200]).allSatisfy { ($0 - $1).magnitude < 1e-9 })
            #expect((pacific.area(zone) - 1600).magnitude < 1e-6)
        }
        #expect(pacific.notes.contains { $0.contains("180th meridian") && $0.hasSuffix(": 1") })
        let world = try VectorFile.zones(path, on: ZoneGrids.world)
        for zone in 0..<4 { #expect(world.box(zone) == [0, 78, 360, 80] && world.area(zone) == 4) }
    }

    @Test("rings are read by how they lie in each other, in any order, either way round")
    func nesting() throws {
        func ring(_ left: Double, _ bottom: Double, _ right: Double, _ top: Double) -> MapRing {
            let closed = corners(left, bottom, right, top) + [(left, bottom)]
            return MapRing(xs: closed.map(\.0), ys: closed.map(\.1))
        }
        let (field, pond, island) = (ring(0, 0, 40, 40), ring(5, 5, 25, 25), ring(10, 10, 15, 15))
        let (other, hut) = (ring(50, 0, 60, 10), ring(52, 2, 54, 4))
        let rings = [field, pond, island, other, hut]
        for turn in 0..<rings.count {
            var mixed = Array(rings[turn...] + rings[..<turn])
            for place in mixed.indices where (place + turn) % 2 == 0 {
                mixed[place] = MapRing(xs: mixed[place].xs.reversed(), ys: mixed[place].ys.reversed())
            }
            // The field twice, from another corner on.
            mixed.append(MapRing(xs: [40, 40, 0, 0, 40], ys: [0, 40, 40, 0, 0]))
            let found = MapRing.nested(mixed)
            let areas = found.map { polygon in polygon.rings.map(\.area) }.sorted { $0[0] > $1[0] }
            #expect(areas == [[1600, 400], [100, 4], [25]])
        }
    }

    @Test("a CRS that is written out in a message becomes its name")
    func referenceText() {
        let text =
            #"Cannot find coordinate operations from `ENGCRS["Undefined SRS",EDATUM["a [b"],UNIT["x",0]]' to `X'."#
        #expect(ReferenceText.named(text) == "Cannot find coordinate operations from `'Undefined SRS'' to `X'.")
        #expect(ReferenceText.named("no CRS at all [1]") == "no CRS at all [1]")
    }

    @Test("a zone beyond what the projection can show has no figures, and the others have theirs")
    func beyondProjection() throws {
        var json = ZoneJSON()
        json.add(#""id": "pole""#, rings: [corners(-180, -90, 180, -60)])
        json.add(#""id": "field""#, rings: [corners(10.421, 52.0, 10.422, 52.001)])
        let zones = try VectorFile.zones(try json.write("a.geojson", in: folder, code: nil), on: ZoneGrids.mercator)
        #expect(zones.zones[0].polygons.isEmpty && zones.zones[0].problem != nil)
        #expect(zones.zones[1].polygons.count == 1 && zones.zones[1].problem == nil)
        #expect(zones.notes.contains { $0.contains("1 without figures, because") && $0.hasSuffix(": pole") })
    }

    @Test("an edge to nowhere takes no time")
    func farAway() throws {
        var json = ZoneJSON()
        json.add(#""id": 1"#, rings: [[(600_010, 5_761_900), (600_050, 5_761_900), (600_050, -7.7e16)]])
        json.add(#""id": 2"#, rings: [corners(600_010, 5_761_900, 600_050, 5_761_940)])
        let zones = try VectorFile.zones(try json.write("far.geojson", in: folder), on: ZoneGrids.mercator)
        #expect(zones.zones[0].problem != nil && zones.zones[1].problem == nil)
    }

    @Test("what is no vector file is refused in one line")
    func refusals() throws {
        let broken = try folder.write(
            Array(#"{"type": "FeatureCollection", "features": [{"type""#.utf8), to: "b.geojson")
        let empty = try folder.write([], to: "e.gpkg")
        let text = try folder.write(Array("no zones here".utf8), to: "t.txt")
        let none = try folder.write(Array(#"{"type": "FeatureCollection", "features": []}"#.utf8), to: "n.geojson")
        for path in [broken, empty, text, none, folder.file("missing.gpkg"), #"{"type": "Polygon"}"#] {
            let error = #expect(throws: RasterError.self) { try VectorFile.zones(path, on: ZoneGrids.utm) }
            #expect(error?.description.contains("\n") == false)
        }
    }
}

extension String {
    fileprivate func replacingSuffix(_ old: String, _ new: String) throws -> String {
        let target = dropLast(old.count) + new
        try FileManager.default.moveItem(atPath: self, toPath: String(target))
        return String(target)
    }
}
