import Foundation
import RasterIO
import Results

/// coverage.csv: one row per class for the whole raster, with the raster's parts after them, then the same for each zone
/// and for their union. Empty fields are what does not exist.
struct CoverageCSV {
    private let coverage: CoverageResult

    init(_ coverage: CoverageResult) { self.coverage = coverage }

    /// Writes the table piece by piece.
    func write(to sink: ([UInt8]) throws -> Void) throws {
        var bytes: [UInt8] = []
        for row in rasterRows { Self.add(row, to: &bytes) }
        for zone in coverage.zones + (coverage.zonesUnion.map { [$0] } ?? []) {
            for row in Self.rows(zone) { Self.add(row, to: &bytes) }
            guard bytes.count > 1 << 16 else { continue }
            try sink(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try sink(bytes)
    }

    private var rasterRows: [[String]] {
        let head = ["zone", "value", "class", "pixels", "area_m2", "area_ha", "percent_of_valid", "percent_of_zone"]
        let classes = coverage.classes.map { item in
            ["", String(item.value), CSVText.text(item.name), String(item.pixels)] + Self.areas(item.area)
                + [Self.number(item.percentOfValid), ""]
        }
        let pixels = coverage.pixels.named.map { ($0.name, String($0.value)) }
        return [head] + classes + Self.parts("", pixels, coverage.areas)
    }

    private static func rows(_ zone: ZoneResult) -> [[String]] {
        let id = CSVText.text(zone.id)
        let classes = zone.classes.map { item in
            [id, String(item.value), CSVText.text(item.name), item.pixels.description] + areas(item.area)
                + [number(item.percentOfValid), number(item.percentOfZone)]
        }
        return classes + parts(id, zone.pixels.named.map { ($0.name, $0.value.description) }, zone.areas)
    }

    private static func parts(
        _ id: String, _ pixels: [(name: String, pixels: String)], _ totals: CoverageTotals<Double?>
    ) -> [[String]] {
        zip(pixels, totals.named).map { [id, "", $0.name, $0.pixels] + areas($1.value) + ["", ""] }
    }

    /// In m2 and hectares.
    private static func areas(_ area: Double?) -> [String] { [number(area), number(area.map { $0 / 10_000 })] }

    private static func number(_ value: Double?) -> String { value.map(\.description) ?? "" }

    private static func add(_ row: [String], to bytes: inout [UInt8]) {
        for (index, text) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: field(text).utf8)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A CSV field, quoted where it has to be (RFC 4180).
    private static func field(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\n")
                && byte != UInt8(ascii: "\r")
        }
        return isPlain ? text : "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
