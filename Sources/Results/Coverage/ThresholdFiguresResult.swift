/// What a split of the values looks like: `figures` of a threshold in coverage.json.
public struct ThresholdFiguresResult: Sendable, Hashable {
    /// The values on one side of the split.
    public struct Side: Sendable, Hashable {
        /// Share 0...1 of all values.
        public let share: Double
        /// In the unit of the values.
        public let mean: Double
        /// Standard deviation (of the population) in the unit of the values.
        public let deviation: Double

        package init(share: Double, mean: Double, deviation: Double) {
            self.share = share
            self.mean = mean
            self.deviation = deviation
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            share = try fields.number("share")
            mean = try fields.number("mean")
            deviation = try fields.number("deviation")
        }

        var json: JSONValue {
            .members(["share": .number(share), "mean": .number(mean), "deviation": .number(deviation)])
        }
    }

    /// The split, in the unit of the values.
    public let candidate: Double
    /// Values not above the split.
    public let lower: Side
    /// Values above the split.
    public let upper: Side
    /// Share 0...1 of the variance that lies between the sides (Otsu 1979).
    public let eta: Double
    /// Distance of the means in units of the deviations (Ashman, Bird and Zepf 1994); infinite, which files hold as null,
    /// where neither side has any width.
    public let separation: Double
    /// The lowest count between the two peaks by the lower peak, in the smoothed histogram: 1 is no valley, 0 a gap.
    public let valley: Double

    package init(candidate: Double, lower: Side, upper: Side, eta: Double, separation: Double, valley: Double) {
        self.candidate = candidate
        self.lower = lower
        self.upper = upper
        self.eta = eta
        self.separation = separation
        self.valley = valley
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        candidate = try fields.number("candidate")
        lower = try fields.value("lower", Side.init(json:))
        upper = try fields.value("upper", Side.init(json:))
        eta = try fields.number("eta")
        separation = try fields.optionalNumber("separation") ?? .infinity
        valley = try fields.number("valley")
    }

    var json: JSONValue {
        .members([
            "candidate": .number(candidate), "lower": lower.json, "upper": upper.json, "eta": .number(eta),
            "separation": .number(separation), "valley": .number(valley),
        ])
    }
}
