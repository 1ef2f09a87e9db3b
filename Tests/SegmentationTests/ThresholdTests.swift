import Foundation
import Segmentation
import TestSupport
import Testing

/// The definitions, written down as they are in the papers, over the middles of the bins.
private struct NaiveSplit {
    var weights: [Double] = []
    var means: [Double] = []
    var variances: [Double] = []

    init(_ histogram: ValueHistogram, at k: Int) {
        var counts = histogram.counts.map { Double($0) }
        counts[0] += Double(histogram.below)
        counts[counts.count - 1] += Double(histogram.above)
        let width = (Double(histogram.high) - Double(histogram.low)) / Double(histogram.bins)
        let total = counts.reduce(0, +)
        for bins in [0..<k, k..<histogram.bins] {
            let count = bins.reduce(0) { $0 + counts[$1] }
            let middle = { (k: Int) in Double(histogram.low) + (Double(k) + 0.5) * width }
            let mean = bins.reduce(0) { $0 + counts[$1] * middle($1) } / count
            weights.append(count / total)
            means.append(mean)
            variances.append(bins.reduce(0) { $0 + counts[$1] * pow(middle($1) - mean, 2) } / count)
        }
    }

    var betweenSides: Double? {
        weights.contains(0) ? nil : weights[0] * weights[1] * pow(means[0] - means[1], 2)
    }

    var error: Double? {
        guard weights.allSatisfy({ $0 >= 0.005 }), variances.allSatisfy({ $0 >= 1e-6 }) else { return nil }
        return 1 + weights[0] * log(variances[0]) + weights[1] * log(variances[1])
            - 2 * (weights[0] * log(weights[0]) + weights[1] * log(weights[1]))
    }
}

@Suite("Automatic thresholds")
struct ThresholdTests {
    static let green = ThresholdRule(.minimumError, within: 0.04...0.18, otherwise: 0.10)

    /// A histogram with gaps, whose largest scores are rarely equal by chance.
    private func random(_ seed: Int) -> ValueHistogram {
        var random = SeededGenerator(seed)
        let values = (0..<30).flatMap { _ in
            let value = Float.random(in: -1.2...2.2, using: &random)
            return [Float](repeating: value, count: .random(in: 1...40, using: &random))
        }
        return ValueHistogram(values, bins: 64)
    }

    /// The middle of the first run of splits that are best up to rounding.
    private func best(_ histogram: ValueHistogram, _ score: (NaiveSplit) -> Double?) -> Float? {
        let scores = (1..<histogram.bins).map { score(NaiveSplit(histogram, at: $0)) }
        guard let most = scores.compactMap({ $0 }).max() else { return nil }
        let isBest = scores.map { $0.map { $0 >= most - 1e-12 } ?? false }
        guard let first = isBest.firstIndex(of: true) else { return nil }
        let last = isBest[first...].prefix { $0 }.endIndex - 1
        return histogram.edge((first + last) / 2 + 1)
    }

    @Test("Otsu's split is the one that the definition names", arguments: 0..<100)
    func otsu(_ seed: Int) {
        let histogram = random(seed)
        let choice = ThresholdChoice(ThresholdRule(.otsu, otherwise: 0.5), from: histogram)
        #expect(choice.figures?.candidate == best(histogram, \.betweenSides))
    }

    @Test("The split of minimum error is the one that the definition names", arguments: 0..<100)
    func minimumError(_ seed: Int) {
        let histogram = random(seed)
        let choice = ThresholdChoice(ThresholdRule(.minimumError, otherwise: 0.5), from: histogram)
        #expect(choice.figures?.candidate == best(histogram) { $0.error.map { -$0 } })
    }

    @Test("Figures are those of the definitions", arguments: 0..<20)
    func figures(_ seed: Int) throws {
        let histogram = random(seed)
        let choice = ThresholdChoice(ThresholdRule(.otsu, otherwise: 0.5), from: histogram)
        let figures = try #require(choice.figures)
        let k = try #require((0...64).first { histogram.edge($0) == figures.candidate })
        let naive = NaiveSplit(histogram, at: k)
        for (side, i) in [(figures.lower, 0), (figures.upper, 1)] {
            #expect(abs(side.share - naive.weights[i]) < 1e-12)
            #expect(abs(side.mean - naive.means[i]) < 1e-12)
            #expect(abs(side.deviation - naive.variances[i].squareRoot()) < 1e-9)
        }
        let within = naive.weights[0] * naive.variances[0] + naive.weights[1] * naive.variances[1]
        let between = try #require(naive.betweenSides)
        #expect(abs(figures.eta - between / (between + within)) < 1e-12)
        let separation =
            2.squareRoot() * (naive.means[1] - naive.means[0])
            / (naive.variances[0] + naive.variances[1]).squareRoot()
        #expect(abs(figures.separation - separation) < 1e-9)
    }

    @Test("On a plateau the middle is taken")
    func plateau() {
        // Bins 2 and 9 of 0 ..< 12: any of the edges 3 ... 9 splits them.
        let histogram = ValueHistogram([2.5, 9.5], low: 0, high: 12, bins: 12)
        let choice = ThresholdChoice(ThresholdRule(.otsu, otherwise: 5), from: histogram)
        #expect(choice.figures?.candidate == 6)
        #expect(choice.objections.first == .noTwoSides)
        #expect(choice.figures?.separation == .infinity)
        #expect(choice.figures?.eta == 1)
    }

    @Test("One normal hill, halved by Otsu, has the figures that the theory says")
    func oneHill() throws {
        let histogram = SimulatedScene(cover: 0).histogram(seed: 3)
        let choice = ThresholdChoice(ThresholdRule(.otsu, within: 0.04...0.18, otherwise: 0.1), from: histogram)
        let figures = try #require(choice.figures)
        #expect(abs(figures.eta - 2 / Double.pi) < 0.01)
        #expect(abs(figures.separation - 2.65) < 0.03)
        #expect(figures.valley > 0.95)
        #expect(!choice.accepted)
        #expect(choice.value == 0.1)
        #expect(choice.objections.first == .oneHill)
        #expect(choice.reason?.hasPrefix("the histogram has one hill; the two sides of the split overlap") == true)
    }

    @Test("Without two kinds of values the fixed number is taken, and it is said why")
    func degenerate() {
        let cases: [([Float], ThresholdObjection)] = [
            ([], .noValues), ([.nan], .noValues), ([0.3], .oneValue),
            ([Float](repeating: 0.3, count: 1000), .oneValue), ([-5, -7], .oneValue), ([0.01, 0.3], .noTwoSides),
        ]
        for (values, objection) in cases {
            let choice = ThresholdChoice(Self.green, from: ValueHistogram(values, probe: 0.1))
            #expect(choice.value == 0.1)
            #expect(!choice.accepted)
            #expect(choice.figures == nil)
            #expect(choice.objections == [objection])
            #expect(choice.reason == objection.description)
            #expect((choice.sensitivity == nil) == (objection == .noValues))
        }
    }

    @Test("A frozen threshold stands; what would be chosen, and what speaks against that, is told beside it")
    func frozen() throws {
        for (cover, isAccepted) in [(0.5, true), (0, false)] {
            let histogram = SimulatedScene(cover: cover).histogram(seed: 8)
            let rule = ThresholdRule(.otsu, within: 0.04...0.18, otherwise: 0.1)
            let (own, given) = (
                ThresholdChoice(rule, from: histogram), ThresholdChoice(rule, frozen: 1, from: histogram)
            )
            #expect(own.accepted == isAccepted && !own.isFrozen)
            #expect(given.value == 1 && given.accepted && given.isFrozen)
            #expect(given.figures == own.figures && given.objections == own.objections)
            #expect(given.sensitivity?.cover == histogram.share(above: 1))
        }
    }

    @Test(
        "The threshold that is frozen need not be an edge, nor lie in the range", arguments: [0.123456 as Float, -7, 9])
    func frozenAnywhere(value: Float) throws {
        let values = (0..<1000).map { Float($0) / 500 - 0.5 }
        let histogram = ValueHistogram(values, probe: value)
        let choice = ThresholdChoice(ThresholdRule(.otsu, otherwise: 0.1), frozen: value, from: histogram)
        #expect(choice.value == value)
        #expect(try #require(choice.sensitivity).cover == Double(values.count { $0 > value }) / 1000)
    }

    @Test("A fixed threshold is taken as it is written")
    func fixed() throws {
        let histogram = ValueHistogram([-0.5, 0.09, 0.11, 0.5], probe: 0.1)
        let choice = ThresholdChoice(ThresholdRule(.fixed, otherwise: 0.1), from: histogram, step: 0.2)
        #expect(choice.value == 0.1)
        #expect(choice.accepted)
        #expect(choice.reason == nil)
        #expect(choice.figures == nil)
        let sensitivity = try #require(choice.sensitivity)
        #expect([sensitivity.lowered?.cover, sensitivity.cover, sensitivity.raised?.cover] == [0.75, 0.5, 0.25])
    }

    @Test("Each condition of the guard can be the one that fails")
    func conditions() {
        let field = SimulatedScene(cover: 0.5).histogram(seed: 11)
        func objections(_ rule: ThresholdRule, _ histogram: ValueHistogram) -> [ThresholdObjection] {
            ThresholdChoice(rule, from: histogram).objections
        }
        #expect(objections(Self.green, field) == [])
        #expect(objections(ThresholdRule(.minimumError, otherwise: 0.5), field) == [.bothBelow(0.5)])
        #expect(objections(ThresholdRule(.minimumError, otherwise: -0.1), field) == [.bothAbove(-0.1)])
        let far: ClosedRange<Float> = 0.15...0.18
        let split = ThresholdChoice(Self.green, from: field).value
        #expect(split < 0.15)
        #expect(objections(ThresholdRule(.minimumError, within: far, otherwise: 0.1), field) == [.outside(split, far)])
        let few = SimulatedScene("few", cover: 0.001, [(0.999, SimulatedScene.soil), (0.001, .normal(1, 0.05))])
        #expect(!objections(Self.green, few.histogram(seed: 2)).isEmpty)
    }

    @Test("Cover is the share above the threshold, and falls as the threshold rises")
    func sensitivity() throws {
        let histogram = SimulatedScene(cover: 0.5).histogram(seed: 4)
        let choice = ThresholdChoice(Self.green, from: histogram)
        let sensitivity = try #require(choice.sensitivity)
        let (lowered, raised) = (try #require(sensitivity.lowered), try #require(sensitivity.raised))
        let bin = 3 / Float(1024)
        #expect((0.02...0.02 + bin).contains(choice.value - lowered.value))
        #expect((0.02...0.02 + bin).contains(raised.value - choice.value))
        #expect(choice.accepted)
        #expect(sensitivity.cover == histogram.share(above: choice.value))
        #expect(lowered.cover > sensitivity.cover)
        #expect(sensitivity.cover > raised.cover)
        let k = try #require((0...1024).first { histogram.edge($0) == choice.value })
        #expect(sensitivity.cover == Double(histogram.count(aboveEdge: k)) / Double(histogram.total))
    }
}

@Suite("Automatic thresholds on simulated fields")
struct SimulatedFieldTests {
    private func choice(_ scene: SimulatedScene, _ method: ThresholdMethod, seed: Int) -> ThresholdChoice {
        let rule = ThresholdRule(method, within: 0.04...0.18, otherwise: 0.10)
        return ThresholdChoice(rule, from: scene.histogram(seed: seed))
    }

    @Test("Guarded minimum error: at most 8 points wrong, half of the fields less than 1.5", arguments: 1...2)
    func guarded(_ seed: Int) throws {
        var errors: [Double] = []
        for scene in SimulatedScene.covers + SimulatedScene.others {
            let choice = choice(scene, .minimumError, seed: seed)
            let cover = try #require(choice.sensitivity).cover
            errors.append(abs(cover - scene.cover))
            #expect(errors.last ?? 1 <= 0.08, "\(scene.name): \(cover)")
        }
        #expect(errors.sorted()[errors.count / 2] <= 0.015)
    }

    @Test("Where both grounds are there the split is found; where there is one it is not believed")
    func acceptance() {
        for scene in SimulatedScene.covers {
            let isMixed = scene.cover > 0 && scene.cover < 0.99
            #expect(choice(scene, .minimumError, seed: 8).accepted == isMixed, "\(scene.name)")
        }
        for scene in SimulatedScene.others where scene.cover == 0 || scene.cover == 1 {
            #expect(!choice(scene, .minimumError, seed: 8).accepted, "\(scene.name)")
        }
    }

    @Test("Otsu without a guard reports half of a bare field, and half of a full one, as cover")
    func plainOtsu() throws {
        let published = [
            (0, 0.514), (0.05, 0.047), (0.2, 0.188), (0.5, 0.469), (0.8, 0.729), (0.95, 0.620), (1, 0.497),
        ]
        for (cover, published) in published {
            let histogram = SimulatedScene(cover: cover).histogram(seed: 6)
            let otsu = ThresholdChoice(ThresholdRule(.otsu, otherwise: 0.1), from: histogram)
            let candidate = try #require(otsu.figures).candidate
            let plain = try #require(histogram.share(above: candidate))
            #expect(abs(plain - published) < 0.02, "\(cover): \(plain)")
        }
    }

    @Test("The order of counting changes nothing")
    func order() {
        let scene = SimulatedScene(cover: 0.2)
        var (a, b) = (scene.histogram(seed: 1), scene.histogram(seed: 2))
        let first = a
        a.merge(b)
        b.merge(first)
        let rule = ThresholdRule(.minimumError, within: 0.04...0.18, otherwise: 0.10)
        #expect(ThresholdChoice(rule, from: a) == ThresholdChoice(rule, from: b))
    }
}
