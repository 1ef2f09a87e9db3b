import Foundation
import Results

/// What a person reads of a threshold after a survey.
struct ThresholdText {
    private let threshold: ThresholdResult

    init(_ threshold: ThresholdResult) { self.threshold = threshold }

    /// What it is, how it came about, and what the cover would be beside it.
    var lines: [String] {
        var lines = ["threshold \(threshold.name): \(threshold.shortValue) (\(way))"]
        if let around = threshold.sensitivity {
            lines[0] += ": \(Self.percent(around.percentOfValuesAbove)) of the pixels with a value lie above it"
            let beside = [around.lowered, around.raised].compactMap(\.self).map { probe in
                "\(Self.percent(probe.percentOfValuesAbove)) above \(String(format: "%.4g", probe.value))"
            }
            if !beside.isEmpty { lines[0] += "; " + beside.joined(separator: ", ") }
        }
        return lines + [threshold.method == .frozen ? own : rest].compactMap(\.self)
    }

    private var way: String {
        if let source = threshold.source { return "from \(source.path)" }
        return threshold.method == .fixed || threshold.isAccepted
            ? threshold.method.rawValue : "the catalog's 'otherwise'"
    }

    /// Why the method's split was not taken.
    private var rest: String? { threshold.reason.map { "  not \(threshold.method.rawValue), because \($0)" } }

    /// What would have been chosen.
    private var own: String? {
        if let reason = threshold.reason {
            return "  this raster's own would be the catalog's 'otherwise', because \(reason)"
        }
        return threshold.figures.map { "  this raster's own would be \(String(format: "%.4g", $0.candidate))" }
    }

    private static func percent(_ number: Double) -> String { String(format: "%.2f %%", number) }
}
