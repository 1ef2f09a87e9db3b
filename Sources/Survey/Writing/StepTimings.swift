/// Seconds that the steps of a survey took, in order.
struct StepTimings {
    private(set) var steps: [(name: String, seconds: Double)] = []

    /// All seconds.
    var total: Double { steps.reduce(0) { $0 + $1.seconds } }

    /// Adds the steps of another.
    mutating func append(_ other: StepTimings) { steps += other.steps }

    /// Runs a step and notes its seconds.
    mutating func measure<R>(_ name: String, _ body: () throws -> R) throws -> R {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try body()
        steps.append((name, Double((clock.now - start) / .milliseconds(1)) / 1000))
        return result
    }
}
