import Foundation
import Results
import Survey

/// The table that a person reads after a survey.
struct CoverageTableText {
    private let coverage: CoverageResult
    private let summary: CoverageSummary
    private let folder: String
    private let files: [String]
    private let unit: AreaUnit

    init(_ outcome: Survey.Outcome) {
        coverage = outcome.coverage
        summary = outcome.summary
        folder = outcome.folder
        files = outcome.outputs.filter { !$0.hasSuffix(".aux.xml") }
        unit = AreaUnit(largest: coverage.areas.total)
    }

    var text: String {
        let name = summary.title ?? coverage.catalog
        var lines = ["\(name): \(coverage.raster), \(summary.width) x \(summary.height) pixels", ""]
        if !coverage.cautions.isEmpty { lines += coverage.cautions.map(\.line) + [""] }
        lines.append(contentsOf: table)
        lines.append("")
        for ratio in coverage.ratios {
            lines.append("\(ratio.name): \(ratio.percent.map { Self.decimal($0, 2) + " %" } ?? "does not exist here")")
        }
        for threshold in coverage.thresholds { lines.append(contentsOf: ThresholdText(threshold).lines) }
        lines += PatchTableText(coverage).lines
        if let objects = coverage.objects { lines.append(contentsOf: ObjectTableText(objects).lines) }
        if let cost = summary.counting { lines.append(ObjectTableText.line(cost)) }
        let zones = ZoneTableText(coverage).lines
        if !zones.isEmpty { lines += [""] + zones }
        lines.append("Not validated: no reference sample has been compared with this mask.")
        if let method = summary.areaMethod { lines.append("Areas: \(method).") }
        lines.append("Written to \(folder)/ (\(files.joined(separator: ", ")))")
        return lines.joined(separator: "\n")
    }

    private var table: [String] {
        var rows = [["class", "% of valid", unit.name, "pixels"]]
        for item in coverage.classes {
            rows.append(cells(item.name, percent: item.percentOfValid, area: item.area, pixels: item.pixels))
        }
        let rule = rows.count
        for (part, area) in zip(coverage.pixels.named, coverage.areas.named)
        where part.value > 0 || part.name == "valid" || part.name == "total" {
            rows.append(cells(part.name, percent: nil, area: area.value, pixels: part.value))
        }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { Self.line($0, widths) }
        let dashes = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        lines.insert(dashes, at: rule)
        lines.insert(dashes, at: 1)
        return lines
    }

    private func cells(_ name: String, percent: Double?, area: Double?, pixels: Int) -> [String] {
        [name, percent.map { Self.decimal($0, 2) } ?? "", unit.text(area), Self.grouped(pixels)]
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
