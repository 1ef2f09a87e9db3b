import Foundation
import Survey

/// The table that a person reads after a survey.
struct CoverageTableText {
    private let coverage: CoverageDocument
    private let folder: String
    private let files: [String]
    private let unit: AreaUnit

    init(_ outcome: Survey.Outcome) {
        coverage = outcome.coverage
        folder = outcome.folder
        files = outcome.outputs.filter { !$0.hasSuffix(".aux.xml") }
        unit = AreaUnit(largest: coverage.parts.last { $0.name == "total" }?.area)
    }

    var text: String {
        let name = coverage.title ?? coverage.catalog
        var lines = ["\(name): \(coverage.raster), \(coverage.width) x \(coverage.height) pixels", ""]
        if !coverage.cautions.isEmpty { lines += coverage.cautions.map(\.line) + [""] }
        lines.append(contentsOf: table)
        lines.append("")
        for ratio in coverage.ratios {
            lines.append("\(ratio.name): \(ratio.percent.map { Self.decimal($0, 2) + " %" } ?? "does not exist here")")
        }
        for threshold in coverage.thresholds { lines.append(contentsOf: threshold.lines) }
        lines += PatchTableText(coverage).lines
        if let objects = coverage.objects { lines.append(contentsOf: ObjectTableText(objects).lines) }
        if let cost = coverage.counting { lines.append(ObjectTableText.line(cost)) }
        let zones = ZoneTableText(coverage).lines
        if !zones.isEmpty { lines += [""] + zones }
        lines.append("Not validated: no reference sample has been compared with this mask.")
        if let method = coverage.areaMethod { lines.append("Areas: \(method).") }
        lines.append("Written to \(folder)/ (\(files.joined(separator: ", ")))")
        return lines.joined(separator: "\n")
    }

    private var table: [String] {
        var rows = [["class", "% of valid", unit.name, "pixels"]]
        for item in coverage.classes { rows.append(cells(item)) }
        let rule = rows.count
        for part in coverage.parts where part.pixels > 0 || part.name == "valid" || part.name == "total" {
            rows.append(cells(part))
        }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { Self.line($0, widths) }
        let dashes = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        lines.insert(dashes, at: rule)
        lines.insert(dashes, at: 1)
        return lines
    }

    private func cells(_ row: CoverageDocument.Row) -> [String] {
        [
            row.name, row.percentOfValid.map { Self.decimal($0, 2) } ?? "", unit.text(row.area),
            Self.grouped(row.pixels),
        ]
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let first = cells[0] + String(repeating: " ", count: widths[0] - cells[0].count)
        let rest = zip(cells, widths).dropFirst().map { cell, width in
            String(repeating: " ", count: width - cell.count) + cell
        }
        return ([first] + rest).joined(separator: "  ")
    }

    private static func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    /// 1,234,567
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
