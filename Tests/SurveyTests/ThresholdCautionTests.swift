import Segmentation
import TestSupport
import Testing

@testable import Survey

@Suite("Cautions about thresholds")
struct ThresholdCautionTests {
    /// Green excess of two normal kinds of ground.
    private func codes(_ grounds: [(share: Double, mean: Float, deviation: Float)]) -> [Caution.Code] {
        var histogram = ValueHistogram(low: -1, high: 2, probe: 0.10)
        for ground in grounds {
            var random = SeededGenerator(5)
            let values = (0..<Int(ground.share * 40_000)).map { _ -> Float in
                let sum = (0..<12).reduce(Float(-6)) { sum, _ in sum + Float.random(in: 0..<1, using: &random) }
                return ground.mean + ground.deviation * sum
            }
            histogram.add(values.span, where: [UInt8](repeating: 255, count: values.count).span)
        }
        let rule = ThresholdRule(.minimumError, within: 0.04...0.18, otherwise: 0.10)
        let threshold = RuleSet.Threshold(name: "green", of: .number(0), rule: rule, low: -1, high: 2, bins: 1024)
        return ThresholdOutcome(ChosenThreshold(threshold, from: histogram)).cautions.map(\.code)
    }

    @Test("Plants on soil have none, from 2 to 98 %", arguments: [0.02, 0.05, 0.2, 0.5, 0.8, 0.95, 0.98])
    func clean(cover: Double) {
        #expect(codes([(1 - cover, 0.0, 0.03), (cover, 0.3, 0.06)]) == [])
    }

    @Test("Nothing above, everything above")
    func extremes() {
        #expect(codes([(1, 0, 0.02)]) == [.noneAboveThreshold])
        #expect(codes([(1, 0.4, 0.05)]) == [.allAboveThreshold])
    }

    @Test("One hill with its tail across the threshold, on either side")
    func oneHill() {
        #expect(codes([(1, 0.05, 0.03)]).contains(.oneSidedThreshold))
        #expect(codes([(1, 0.16, 0.04)]).contains(.oneSidedThreshold))
    }

    @Test("A threshold on the slope of a hill")
    func slope() {
        #expect(codes([(1, 0.085, 0.03)]) == [.sensitiveThreshold])
    }
}
