import Foundation
import Results

/// What a person reads of a threshold after a survey.
struct ThresholdText {
    private let threshold: ThresholdResult

    init(_ threshold: ThresholdResult) { self.threshold = threshold }

    /// What it is, how it came about, and what the cover would be beside it.
    var lines: [String] {
        let way =
            threshold.method == .fixed || threshold.isAccepted
            ? threshold.method.rawValue : "the catalog's 'otherwise'"
        var lines = ["threshold \(threshold.name): \(threshold.shortValue) (\(way))"]
        if let around = threshold.sensitivity {
            lines[0] += ": \(Self.percent(around.percentOfValuesAbove)) of the pixels with a value lie above it"
            let beside = [around.lowered, around.raised].compactMap(\.self).map { probe in
                "\(Self.percent(probe.percentOfValuesAbove)) above \(String(format: "%.4g", probe.value))"
            }
            if !beside.isEmpty { lines[0] += "; " + beside.joined(separator: ", ") }
        }
        return lines + (threshold.reason.map { ["  not \(threshold.method.rawValue), because \($0)"] } ?? [])
    }

    private static func percent(_ number: Double) -> String { String(format: "%.2f %%", number) }
}
