import Foundation
import Results

/// What a person reads of the patches of each class after they were counted: a line each.
struct PatchTableText {
    private let classes: [ClassResult]

    init(_ coverage: CoverageResult) { classes = coverage.classes }

    var lines: [String] {
        classes.compactMap { item in item.patches.map { Self.line(item.name, $0) } }
    }

    private static func line(_ name: String, _ patches: PatchResult) -> String {
        var facts = ["patches of \(name): \(patches.count)"]
        if let sizes = patches.area ?? patches.pixels {
            let unit = patches.area == nil ? "px" : "m2"
            let share = patches.largestPercentOfValid.map { String(format: " (%.2f %% of valid)", $0) } ?? ""
            facts.append(String(format: "median %.4g \(unit)", sizes.median))
            facts.append(String(format: "largest %.4g \(unit)", sizes.largest) + share)
        }
        facts.append(
            patches.edge.map { String(format: "edge %.0f m", $0) } ?? "edge \(patches.edgeSides) pixel sides")
        return facts.joined(separator: ", ")
    }
}
