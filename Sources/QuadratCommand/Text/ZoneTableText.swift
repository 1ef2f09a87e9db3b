import RasterModel
import Foundation
import Results

/// The table of zones that a person reads after a survey.
struct ZoneTableText {
    /// Zones that are printed; all of them are in the files.
    private static let most = 20

    private let coverage: CoverageResult

    private let unit: AreaUnit

    init(_ coverage: CoverageResult) {
        self.coverage = coverage
        unit = AreaUnit(largest: coverage.zones.compactMap(\.areas.total).max())
    }

    var lines: [String] {
        guard let first = coverage.zones.first else { return [] }
        let names = first.classes.map { "\($0.name) %" }
        var rows = [["zone", unit.name, "valid %"] + names + (first.objects == nil ? [] : ["objects"])]
        for zone in coverage.zones.prefix(Self.most) { rows.append(cells(zone)) }
        if let union = coverage.zonesUnion { rows.append(cells(union)) }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { Self.line($0, widths) }
        lines.insert(widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "), at: 1)
        let left = coverage.zones.count - Self.most
        if left > 0 { lines.append("and \(left) more zones: coverage.csv, zones.gpkg") }
        return lines + [""]
    }

    private func cells(_ zone: ZoneResult) -> [String] {
        let decimal = { (value: Double?, digits: Int) in value.map { String(format: "%.\(digits)f", $0) } ?? "-" }
        let id = zone.problem == nil ? zone.id : "\(zone.id) (\(zone.problem ?? ""))"
        return [
            String(id.onOneLine.prefix(40)), unit.text(zone.areas.total), decimal(zone.validShare.map { 100 * $0 }, 1),
        ]
            + zone.classes.map { decimal($0.percentOfValid, 2) } + (zone.objects.map { [String($0.count)] } ?? [])
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let rest = zip(cells, widths).dropFirst().map { cell, width in
            String(repeating: " ", count: width - cell.count) + cell
        }
        return ([cells[0] + String(repeating: " ", count: widths[0] - cells[0].count)] + rest).joined(separator: "  ")
    }
}
