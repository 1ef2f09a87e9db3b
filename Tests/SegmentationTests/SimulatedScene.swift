import Foundation
import Segmentation
import TestSupport

/// Green excess of a field, simulated: kinds of ground with their shares, and how much of it is plants.
struct SimulatedScene: Sendable {
    enum Ground: Sendable {
        case normal(Float, Float)
        /// Least value, mean above it.
        case exponential(Float, Float)
        /// Median, and standard deviation of the logarithm.
        case lognormal(Float, Float)
        /// Each pixel a random part of the one and the rest of the other.
        case mixture(Float, Float, Float, Float)
    }

    let name: String
    let cover: Double
    let grounds: [(share: Double, Ground)]

    static let soil = Ground.normal(0.02, 0.03)
    static let plants = Ground.normal(0.28, 0.08)

    init(_ name: String, cover: Double, _ grounds: [(share: Double, Ground)]) {
        (self.name, self.cover, self.grounds) = (name, cover, grounds)
    }

    /// Plants on soil.
    init(cover: Double) {
        self.init("\(cover * 100) %", cover: cover, [(1 - cover, Self.soil), (cover, Self.plants)])
    }

    static let covers = [0, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 1].map { SimulatedScene(cover: $0) }

    /// Harder fields. Their grounds are chosen so that the fixed threshold 0.10 gives the cover that was published.
    static let others = [
        SimulatedScene(cover: 0.005), SimulatedScene(cover: 0.9),
        SimulatedScene("skewed soil", cover: 0, [(1, .exponential(-0.01, 0.0225))]),
        SimulatedScene("skewed crop", cover: 1, [(1, .lognormal(0.28, 0.35))]),
        SimulatedScene("crop with shadows", cover: 1, [(0.8, plants), (0.2, .normal(0.14, 0.03))]),
        SimulatedScene("wet and dry soil", cover: 0, [(0.5, .normal(-0.02, 0.015)), (0.5, .normal(0.06, 0.02))]),
        SimulatedScene("greenish stubble", cover: 0, [(0.58, soil), (0.42, .normal(0.07, 0.033))]),
        SimulatedScene("pale crop", cover: 0.3, [(0.7, soil), (0.3, .normal(0.18, 0.05))]),
        SimulatedScene("colour cast", cover: 0.3, [(0.7, .normal(0.07, 0.03)), (0.3, .normal(0.33, 0.08))]),
        SimulatedScene(
            "mixed pixels", cover: 0.5, [(0.4, soil), (0.4, plants), (0.2, .mixture(0.02, 0.03, 0.28, 0.08))]),
    ]

    /// A histogram of `count` pixels, the same for the same seed.
    func histogram(seed: Int, count: Int = 50_000, bins: Int = 1024) -> ValueHistogram {
        var random = SeededGenerator(seed)
        let values = grounds.flatMap { share, ground in
            (0..<Int((share * Double(count)).rounded())).map { _ in Self.draw(ground, &random) }
        }
        return ValueHistogram(values, bins: bins, probe: 0.1)
    }

    private static func draw(_ ground: Ground, _ random: inout SeededGenerator) -> Float {
        switch ground {
        case .normal(let mean, let deviation): return mean + deviation * normal(&random)
        case .exponential(let least, let mean): return least - mean * log(uniform(&random))
        case .lognormal(let median, let deviation): return median * exp(deviation * normal(&random))
        case .mixture(let m0, let s0, let m1, let s1):
            let part = uniform(&random)
            return (1 - part) * (m0 + s0 * normal(&random)) + part * (m1 + s1 * normal(&random))
        }
    }

    /// Box and Muller 1958.
    private static func normal(_ random: inout SeededGenerator) -> Float {
        (-2 * log(uniform(&random))).squareRoot() * cos(2 * .pi * uniform(&random))
    }

    private static func uniform(_ random: inout SeededGenerator) -> Float {
        (Float(random.next() >> 41) + 0.5) * 0x1p-23
    }
}
