import Results
import Segmentation

/// A threshold of a catalog as it came out for one raster.
struct ThresholdOutcome: Sendable, Hashable {
    /// The name that the catalog's formulas use.
    let name: String
    /// The value and how it came about.
    let choice: ThresholdChoice
    /// Valid pixels whose value is no finite number.
    let invalid: Int

    /// What is compared with it.
    let formula: String?
    /// Where it comes from; nil where it was chosen.
    let source: ThresholdResult.Source?

    init(_ chosen: ChosenThreshold, formula: String? = nil, source: ThresholdResult.Source? = nil) {
        (self.formula, self.source) = (formula, source)
        name = chosen.name
        choice = chosen.choice
        invalid = chosen.invalid
    }

    /// As coverage.json has it.
    var result: ThresholdResult {
        ThresholdResult(
            name: name, value: choice.value.decimal,
            method: choice.isFrozen ? .frozen : ThresholdResult.Method(rawValue: choice.method.rawValue),
            isAccepted: choice.accepted,
            objections: choice.objections.map(\.description), invalidPixels: invalid,
            figures: choice.figures.map(ThresholdFiguresResult.init),
            sensitivity: choice.sensitivity.map(ThresholdSensitivityResult.init), formula: formula, source: source)
    }
}

extension ThresholdFiguresResult {
    init(_ figures: ThresholdFigures) {
        let side = { (side: ThresholdFigures.Side) in
            Side(share: side.share, mean: side.mean, deviation: side.deviation)
        }
        self.init(
            candidate: figures.candidate.decimal, lower: side(figures.lower), upper: side(figures.upper),
            eta: figures.eta, separation: figures.separation, valley: figures.valley)
    }
}

extension ThresholdSensitivityResult {
    init(_ sensitivity: ThresholdSensitivity) {
        let probe = { (probe: ThresholdSensitivity.Probe) in
            Probe(value: probe.value.decimal, percentOfValuesAbove: 100 * probe.cover)
        }
        self.init(
            percentOfValuesAbove: 100 * sensitivity.cover, lowered: sensitivity.lowered.map(probe),
            raised: sensitivity.raised.map(probe))
    }
}

extension Float {
    /// The double with the fewest digits that is this Float32: 0.1, not 0.10000000149.
    var decimal: Double { Double(description) ?? Double(self) }
}
