/// Sizes of counted objects in one unit.
public struct ObjectSizes: Sendable, Hashable {
    /// What sizes are, by the key of the files.
    public enum Unit: String, Sendable, Hashable, CaseIterable {
        /// m2 on the ellipsoid.
        case area = "area_m2"
        /// Pixels, where the raster has no areas.
        case pixels
    }

    /// A size below which a share of the objects lies.
    public struct Quantile: Sendable, Hashable {
        /// "min", "p5", "p25", "median", "p75", "p95" or "max".
        public let name: String
        /// The size.
        public let value: Double
    }

    /// Sum over the objects.
    public let total: Double
    /// Of one object.
    public let mean: Double
    /// In the order of `quantileNames`.
    private var values: [Double]

    /// - Parameter values: in the order of `quantileNames`.
    package init(total: Double, mean: Double, values: [Double]) {
        precondition(values.count == Self.quantileNames.count, "a quantile is missing")
        self.total = total
        self.mean = mean
        self.values = values
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        total = try fields.number("total")
        mean = try fields.number("mean")
        values = []
        for name in Self.quantileNames { values.append(try fields.number(name)) }
    }

    /// Which quantiles are told.
    package static let quantileNames = ["min", "p5", "p25", "median", "p75", "p95", "max"]

    /// From the smallest to the largest.
    public var quantiles: [Quantile] {
        zip(Self.quantileNames, values).map { Quantile(name: $0, value: $1) }
    }

    /// Of the object in the middle.
    public var median: Double { values[3] }
    /// Of the largest object.
    public var largest: Double { values[6] }

    var json: JSONValue {
        .object(
            [.init(key: "total", value: .number(total)), .init(key: "mean", value: .number(mean))]
                + quantiles.map { .init(key: $0.name, value: .number($0.value)) })
    }
}
