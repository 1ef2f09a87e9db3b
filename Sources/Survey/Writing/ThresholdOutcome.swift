import Foundation
import Segmentation

/// A threshold of a catalog as it came out for one raster.
package struct ThresholdOutcome: Sendable, Hashable {
    /// The name that the catalog's formulas use.
    package let name: String
    /// The value and how it came about.
    let choice: ThresholdChoice
    /// Valid pixels whose value is no finite number.
    let invalid: Int

    init(_ chosen: ChosenThreshold) {
        name = chosen.name
        choice = chosen.choice
        invalid = chosen.invalid
    }

    /// What a person should know, one line; nil where everything is as the catalog wants it.
    package var warning: String? {
        choice.reason.map { reason in
            "threshold \(name) stays at \(ThresholdObjection.short(choice.value)) (the catalog's 'otherwise'), not chosen by "
                + "\(choice.method.rawValue): \(reason)"
        }
    }

    /// For a person: what it is, how it came about, and what the cover would be beside it.
    package var lines: [String] {
        let way =
            choice.method == .fixed ? "fixed" : choice.accepted ? choice.method.rawValue : "the catalog's 'otherwise'"
        var lines = ["threshold \(name): \(ThresholdObjection.short(choice.value)) (\(way))"]
        if let around = choice.sensitivity {
            let percent = { (share: Double) in String(format: "%.2f %%", 100 * share) }
            lines[0] += ": \(percent(around.cover)) of the pixels with a value lie above it"
            let beside = [around.lowered, around.raised].compactMap { $0 }.map { probe in
                "\(percent(probe.cover)) above \(String(format: "%.4g", Self.decimal(probe.value)))"
            }
            if !beside.isEmpty { lines[0] += "; " + beside.joined(separator: ", ") }
        }
        return lines + (choice.reason.map { ["  not \(choice.method.rawValue), because \($0)"] } ?? [])
    }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "value", value: .number(Self.decimal(choice.value))),
            .init(key: "method", value: .string(choice.method.rawValue)),
            .init(key: "accepted", value: .bool(choice.accepted)),
            .init(key: "objections", value: .array(choice.objections.map { .string($0.description) })),
            .init(key: "invalid_pixels", value: .integer(invalid)),
        ]
        if let figures = choice.figures { members.append(.init(key: "figures", value: Self.json(figures))) }
        if let sensitivity = choice.sensitivity {
            members.append(
                .init(
                    key: "sensitivity",
                    value: .members([
                        "percent_of_values_above": .number(100 * sensitivity.cover),
                        "lowered": Self.json(sensitivity.lowered), "raised": Self.json(sensitivity.raised),
                    ])))
        }
        return .object(members)
    }

    private static func json(_ probe: ThresholdSensitivity.Probe?) -> JSONValue {
        guard let probe else { return .null }
        return .members([
            "value": .number(decimal(probe.value)), "percent_of_values_above": .number(100 * probe.cover),
        ])
    }

    private static func json(_ figures: ThresholdFigures) -> JSONValue {
        let side = { (side: ThresholdFigures.Side) in
            JSONValue.members([
                "share": .number(side.share), "mean": .number(side.mean), "deviation": .number(side.deviation),
            ])
        }
        return .members([
            "candidate": .number(decimal(figures.candidate)), "lower": side(figures.lower),
            "upper": side(figures.upper),
            "eta": .number(figures.eta), "separation": .number(figures.separation), "valley": .number(figures.valley),
        ])
    }

    /// The double with the fewest digits that is this Float32: 0.1, not 0.10000000149.
    private static func decimal(_ value: Float) -> Double { Double(value.description) ?? Double(value) }
}
