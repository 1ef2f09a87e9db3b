package import RasterModel

/// The rules of a catalog as a method: compiled once, when it is made.
package final class RuleSegmenter: Segmenter {
    private let rules: RuleSet
    private let pixelSize: GroundPixelSize?
    private let signals: [Expression]
    /// Of the rules' thresholds where they are given, in their order; nil where they are chosen.
    private let frozen: [Float]?
    private let program: RuleProgram
    /// Counts what thresholds are chosen from.
    private let observation: RuleProgram
    package let margin: PixelMargin
    package let observationMargin: PixelMargin
    package let histograms: [ValueHistogram]

    /// Compiles rules.
    ///
    /// - Parameters:
    ///   - rules: their classes are mask codes.
    ///   - pixelSize: of a pixel on the ground; nil will do where no length is measured on the ground.
    ///   - signals: numbers that are handed out beside the codes.
    package convenience init(_ rules: RuleSet, pixelSize: GroundPixelSize?, signals: [Expression] = []) {
        self.init(
            rules, rules.thresholds.map(\.rule.otherwise), frozen: nil, pixelSize: pixelSize, signals: signals,
            observation: RuleProgram(observing: rules.thresholds, of: rules, pixelSize: pixelSize))
    }

    /// - Parameters:
    ///   - values: of the rules' thresholds, in their order.
    ///   - frozen: the same where they are given; nil where they are chosen.
    private init(
        _ rules: RuleSet, _ values: [Float], frozen: [Float]?, pixelSize: GroundPixelSize?, signals: [Expression],
        observation: RuleProgram
    ) {
        self.rules = rules
        self.frozen = frozen
        self.pixelSize = pixelSize
        self.signals = signals
        let named = Dictionary(zip(rules.thresholds.map(\.name), values)) { first, _ in first }
        program = RuleProgram(rules, thresholds: named, pixelSize: pixelSize, keeping: signals)
        self.observation = observation
        (margin, observationMargin) = (program.margin, observation.margin)
        histograms = rules.thresholds.indices.map { rules.thresholds[$0].histogram(frozen: frozen?[$0]) }
    }

    package var pixelBytes: Int { program.pixelBytes + observation.pixelBytes }
    package var sharedBytes: Int { 0 }
    package var observesFirst: Bool { frozen == nil && rules.thresholds.contains(where: \.isAutomatic) }

    package func thresholds(from histograms: [ValueHistogram]) -> [ChosenThreshold] {
        histograms.indices.map { ChosenThreshold(rules.thresholds[$0], frozen: frozen?[$0], from: histograms[$0]) }
    }

    package func applying(_ thresholds: [ChosenThreshold]) -> any Segmenter {
        RuleSegmenter(
            rules, thresholds.map(\.choice.value), frozen: frozen, pixelSize: pixelSize, signals: signals,
            observation: observation)
    }

    package func freezing(_ values: [Float]) -> any Segmenter {
        precondition(values.count == rules.thresholds.count)
        return RuleSegmenter(
            rules, values, frozen: values, pixelSize: pixelSize, signals: signals, observation: observation)
    }

    package func worker() -> any SegmenterWorker { Worker(kernel: RuleKernel(program: program)) }

    package func observer() -> any SegmenterObserver {
        Observer(kernel: RuleKernel(program: observation, histograms: histograms), empty: histograms, observation)
    }

    private final class Worker: SegmenterWorker {
        private var kernel: RuleKernel

        init(kernel: RuleKernel) { self.kernel = kernel }

        func classify(_ pixels: PixelView, core: PixelWindow, codes: inout [UInt8]) {
            kernel.classify(pixels, core: core, codes: &codes)
        }

        func signal(_ number: Int) -> [Float] { kernel.kept(number) }
    }

    private final class Observer: SegmenterObserver {
        private var kernel: RuleKernel
        private let empty: [ValueHistogram]
        let looksAround: Bool

        init(kernel: RuleKernel, empty: [ValueHistogram], _ program: RuleProgram) {
            self.kernel = kernel
            self.empty = empty
            looksAround = !program.stages.isEmpty
        }

        func count(_ pixels: PixelView, core: PixelWindow) { kernel.observe(pixels, core: core) }

        func take() -> [ValueHistogram] { kernel.takeHistograms(leaving: empty) }
    }
}
