/// Cover as it depends on a threshold: `sensitivity` of a threshold in coverage.json.
public struct ThresholdSensitivityResult: Sendable, Hashable {
    /// Another threshold.
    public struct Probe: Sendable, Hashable {
        /// In the unit of the values.
        public let value: Double
        /// What lies above it.
        public let percentOfValuesAbove: Double

        package init(value: Double, percentOfValuesAbove: Double) {
            self.value = value
            self.percentOfValuesAbove = percentOfValuesAbove
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            value = try fields.number("value")
            percentOfValuesAbove = try fields.number("percent_of_values_above")
        }

        var json: JSONValue {
            .members(["value": .number(value), "percent_of_values_above": .number(percentOfValuesAbove)])
        }
    }

    /// What lies above the threshold.
    public let percentOfValuesAbove: Double
    /// A step below the threshold; nil where the range of values ends before.
    public let lowered: Probe?
    /// A step above the threshold; nil where the range of values ends before.
    public let raised: Probe?

    package init(percentOfValuesAbove: Double, lowered: Probe?, raised: Probe?) {
        self.percentOfValuesAbove = percentOfValuesAbove
        self.lowered = lowered
        self.raised = raised
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        percentOfValuesAbove = try fields.number("percent_of_values_above")
        lowered = try fields.optional("lowered", Probe.init(json:))
        raised = try fields.optional("raised", Probe.init(json:))
    }

    var json: JSONValue {
        .members([
            "percent_of_values_above": .number(percentOfValuesAbove), "lowered": lowered?.json ?? .null,
            "raised": raised?.json ?? .null,
        ])
    }
}
