import Foundation
import Survey

/// What a person reads of the objects after they were counted.
struct ObjectTableText {
    private let objects: ObjectDocument

    init(_ objects: ObjectDocument) { self.objects = objects }

    var lines: [String] {
        let all = objects.all
        let density =
            all.perHectare.map {
                String(
                    format: $0 < 10 ? ", %.3g per hectare of valid ground" : ", %.1f per hectare of valid ground", $0)
            } ?? ""
        var lines = ["objects (\(objects.className)): \(all.count)\(density)"]
        let unit = objects.sizeUnit == "area_m2" ? "m2" : "px"
        if !all.sizes.isEmpty {
            let sizes = all.sizes.map { "\($0.name) \(String(format: "%.4g", $0.value))" }.joined(separator: ", ")
            lines.append("sizes in \(unit): \(sizes)")
        }
        if let beside = objects.besideZones {
            lines.append(
                "objects in no zone: \(beside.inNone); in several zones, each of which counts them: \(beside.inSeveral)"
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
