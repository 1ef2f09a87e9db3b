import Foundation
import RasterIO
import RasterModel
import TestSupport
import Tiling

@testable import Survey

/// A catalog for tests: two numbered bands A and B, two classes.
struct SmallCatalog {
    /// Its name, part of the run folder's.
    var name = "plain"
    /// YAML of symbols.
    var bands = "{A: 1, B: 2}"
    /// YAML of classes by value.
    var classes = "{1: {name: low}, 2: {name: high}}"
    /// YAML of thresholds, in one line; nil where there are none.
    var thresholds: String?
    /// Rules in their order.
    var rules = [#"{class: high, when: "A > 10"}"#, "{class: low}"]
    /// Other lines at the end.
    var more = ""

    /// As a file holds it.
    var yaml: String {
        let lines =
            ["quadrat: 1", "name: \(name)", "bands: \(bands)", "classes: \(classes)", "method:", "  rules:"]
            + (thresholds.map { ["    thresholds: \($0)"] } ?? []) + ["    assign:"] + rules.map { "      - \($0)" }
        return (lines + [more]).joined(separator: "\n") + "\n"
    }

    /// Three classes that are the bytes 1 to 3 of a band; other bytes are unobserved.
    ///
    /// - Parameters:
    ///   - clean: YAML of steps, for example "[{sieve: 4 px2}]".
    ///   - objects: YAML of what is counted, for example "{class: a}".
    static func threeClasses(_ name: String = "small", clean: String? = nil, objects: String? = nil) -> SmallCatalog {
        let ends = [clean.map { "clean: \($0)" }, objects.map { "objects: \($0)" }].compactMap(\.self)
        return SmallCatalog(
            name: name, bands: "{V: 1}", classes: "{1: {name: a}, 2: {name: b}, 3: {name: c}}",
            rules: ["a", "b", "c"].enumerated().map { #"{class: \#($1), when: "V == \#($0 + 1)"}"# },
            more: (["    rest: unobserved"] + ends).joined(separator: "\n"))
    }
}

/// A survey of a raster in memory, with everything that it writes in a folder of its own.
final class SmallSurvey {
    /// What a survey left for one catalog.
    struct Found {
        var outcome: Survey.Outcome
        /// Values of mask.tif, row-major.
        var mask: [UInt8]
    }

    let folder: ScratchFolder
    var raster: MemoryRaster
    var request: SurveyRequest

    /// - Parameters:
    ///   - width: of the raster in pixels; its height follows from the bands.
    ///   - pixelSize: side of pixels in metres; nil: they have no area.
    init(
        width: Int, _ bands: [MemoryRaster.Band], _ catalogs: [SmallCatalog] = [SmallCatalog()],
        mask: [UInt8]? = nil, damage: [PixelWindow] = [], pixelSize: Double? = nil
    ) throws {
        folder = try ScratchFolder()
        let size = RasterSize(width: width, height: bands[0].samples.count / width)
        let grid = RasterGrid(size: size, transform: Self.transform, crs: nil)
        raster = MemoryRaster(name: "memory", grid: grid, bands: bands, mask: mask, damage: damage)
        let paths = try catalogs.map { [folder] in try folder.write($0.yaml.utf8, to: "\($0.name).yaml") }
        request = SurveyRequest(raster: "memory", catalogs: paths)
        request.out = folder.file("run")
        request.pixelSize = pixelSize
        request.threads = 1
    }

    /// One that counts objects in a raster whose only band is the codes of a mask; 0 is nodata.
    convenience init(counting mask: SmallMask, _ catalogs: [SmallCatalog]) throws {
        try self.init(width: mask.width, [.init(.uint8(mask.codes), nodata: 0)], catalogs)
        request.countsObjects = true
    }

    /// Pixel (column, row) covers column...column + 1 along x and -row - 1 ... -row along y.
    static let transform = GeoTransform(originX: 0, columnX: 1, rowX: 0, originY: 0, columnY: 0, rowY: -1)

    func plan() throws -> SurveyPlan { try SurveyPlan(request, memory: raster) }

    /// Plans, runs, and reads the masks back.
    func run(progress: (Survey.Progress) -> Void = { _ in }) throws -> [Found] {
        request.overwrites = true
        return try Survey(plan()).run(cancellation: Cancellation(), progress: progress).map { outcome in
            Found(outcome: outcome, mask: try Self.samples(of: outcome.folder + "/mask.tif"))
        }
    }

    /// The result for the only catalog.
    func only() throws -> Found { try run()[0] }

    /// Names in the folder that are not catalogs'.
    func leftovers() throws -> [String] { try folder.names().filter { !$0.hasSuffix(".yaml") } }

    /// A file of the only run's folder.
    func text(of name: String) throws -> String {
        try String(contentsOfFile: folder.file("run") + "/" + name, encoding: .utf8)
    }

    /// The mask codes of a catalog, special ones told apart, as tiles of one row and one column less than the raster are
    /// decided.
    func codes(of catalog: Int = 0) throws -> [UInt8] {
        let size = raster.grid.size
        request.tileSize = max(1, max(size.width, size.height) - 1)
        let plan = try plan()
        var worker = try TileWorker(plan, plan.catalogs.map { .init(segmenter: $0.segmenter, signals: nil) })
        var codes = [UInt8](repeating: 77, count: size.count)
        for tile in 0..<plan.grid.count {
            guard case .tile(let results) = try worker.perform(.tile(tile)) else { continue }
            for part in results[catalog].parts {
                for (index, code) in part.codes.enumerated() {
                    let (row, column) = (index / part.window.width, index % part.window.width)
                    codes[(part.window.row + row) * size.width + part.window.column + column] = code
                }
            }
        }
        return codes
    }

    /// Writes polygons as GeoJSON, one feature for each list of corners (x, y), and gives the file's path.
    func zones(_ polygons: [(id: String, corners: [(Double, Double)])]) throws -> String {
        let features = polygons.map { polygon in
            let ring = (polygon.corners + [polygon.corners[0]]).map { "[\($0.0), \($0.1)]" }.joined(separator: ", ")
            return """
                {"type": "Feature", "properties": {"id": "\(polygon.id)"}, \
                "geometry": {"type": "Polygon", "coordinates": [[\(ring)]]}}
                """
        }
        let text = #"{"type": "FeatureCollection", "features": [\#(features.joined(separator: ", "))]}"#
        return try folder.write(text.utf8, to: "zones-\(polygons.count).geojson")
    }

    /// All numbers of a raster's first band.
    static func samples(of path: String) throws -> [UInt8] {
        let stack = try RasterStack(RasterSource(path: path))
        let reading = try ReadSelection([BandSelection([1], of: stack, named: [])], of: stack)
        var buffer = PixelBuffer()
        let size = stack.base.grid.size
        try FilePixelSource(stack).open(reading).read(
            PixelWindow(column: 0, row: 0, width: size.width, height: size.height), into: &buffer)
        return (0..<size.count).map {
            UInt8(buffer.sample(band: 0, column: $0 % size.width, row: $0 / size.width))
        }
    }

    /// The message of the plan's refusal; nil where it is none.
    func refusal() -> String? {
        do {
            _ = try plan()
            return nil
        } catch { return "\(error)" }
    }
}

/// Corners of a rectangle, x to the right and y up.
func corners(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> [(Double, Double)] {
    [
        (x.lowerBound, y.lowerBound), (x.upperBound, y.lowerBound), (x.upperBound, y.upperBound),
        (x.lowerBound, y.upperBound),
    ]
}
