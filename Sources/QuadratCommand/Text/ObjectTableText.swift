import Foundation
import Results
import Survey

/// What a person reads of the objects after they were counted.
struct ObjectTableText {
    private let objects: ObjectResult

    init(_ objects: ObjectResult) { self.objects = objects }

    var lines: [String] {
        let all = objects.all
        let density =
            all.perHectare.map {
                String(
                    format: $0 < 10 ? ", %.3g per hectare of valid ground" : ", %.1f per hectare of valid ground", $0)
            } ?? ""
        var lines = ["objects (\(objects.classes.map(\.name).joined(separator: "+"))): \(all.count)\(density)"]
        let unit = all.sizeUnit == .area ? "m2" : "px"
        if let sizes = all.sizes {
            let sizes = sizes.quantiles.map { "\($0.name) \(String(format: "%.4g", $0.value))" }.joined(separator: ", ")
            lines.append("sizes in \(unit): \(sizes)")
        }
        if let beside = objects.byZone {
            lines.append(
                "objects in no zone: \(beside.outside); in several zones, each of which counts them: \(beside.inSeveral)"
            )
        }
        return lines
    }

    /// What counting took.
    static func line(_ cost: CountingCost) -> String {
        let memory = cost.addedBytes.map { String(format: " and %.0f MB", Double($0) / 1e6) } ?? ""
        return String(format: "Counting added %.1f s%@ to the survey.", cost.seconds, memory)
    }
}
