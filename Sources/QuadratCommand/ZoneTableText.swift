import Foundation
import Survey

/// The table of zones that a person reads after a survey.
struct ZoneTableText {
    /// Zones that are printed; all of them are in the files.
    private static let most = 20

    private let coverage: CoverageDocument

    init(_ coverage: CoverageDocument) { self.coverage = coverage }

    var lines: [String] {
        guard let first = coverage.zones.first else { return [] }
        let names = first.percentages.map { "\($0.name) %" }
        var rows = [["zone", "hectares", "judged %"] + names + (first.objects == nil ? [] : ["objects"])]
        for zone in coverage.zones.prefix(Self.most) { rows.append(Self.cells(zone)) }
        if let union = coverage.zonesUnion { rows.append(Self.cells(union)) }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { Self.line($0, widths) }
        lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
        let left = coverage.zones.count - Self.most
        if left > 0 { lines.append("and \(left) more zones: coverage.csv, zones.gpkg") }
        return lines + [""]
    }

    private static func cells(_ zone: ZoneDocument) -> [String] {
        let decimal = { (value: Double?, digits: Int) in value.map { String(format: "%.\(digits)f", $0) } ?? "-" }
        let id = zone.problem == nil ? zone.id : "\(zone.id) (\(zone.problem ?? ""))"
        return [
            String(id.prefix(40)), decimal(zone.area.map { $0 / 10_000 }, 4),
            decimal(zone.validShare.map { 100 * $0 }, 1),
        ]
            + zone.percentages.map { decimal($0.percent, 2) } + (zone.objects.map { [String($0.count)] } ?? [])
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let rest = zip(cells, widths).dropFirst().map { cell, width in
            String(repeating: " ", count: width - cell.count) + cell
        }
        return ([cells[0] + String(repeating: " ", count: widths[0] - cells[0].count)] + rest).joined(separator: "  ")
    }
}
