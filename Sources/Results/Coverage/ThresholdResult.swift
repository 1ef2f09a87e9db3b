import Foundation

/// A threshold of a catalog as it came out for one raster: an entry of `thresholds` in coverage.json.
public struct ThresholdResult: Sendable, Hashable {
    /// A way to choose a threshold. Later versions may have more of them, so one that this version does not know is read,
    /// too.
    public struct Method: RawRepresentable, Sendable, Hashable {
        /// The number in the catalog, whatever the raster.
        public static let fixed = Method(rawValue: "fixed")
        /// Largest variance between the two sides (Otsu 1979).
        public static let otsu = Method(rawValue: "otsu")
        /// Least error for two normal distributions of different width (Kittler and Illingworth 1986).
        public static let minimumError = Method(rawValue: "minimum-error")

        /// As catalogs and coverage.json name it.
        public let rawValue: String

        /// A method by its name in catalogs.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The name that the catalog's formulas use.
    public let name: String
    /// The threshold t of `x > t`, in the unit of the values: the double with the fewest digits that is this Float32.
    public let value: Double
    /// What the catalog asks for.
    public let method: Method
    /// False where `value` is the catalog's 'otherwise' because the method's split was not believed.
    public let isAccepted: Bool
    /// What speaks against the method's split, weightiest first; empty where it was accepted.
    public let objections: [String]
    /// Valid pixels whose value is no finite number.
    public let invalidPixels: Int
    /// The method's split; nil for a fixed threshold and where there is none.
    public let figures: ThresholdFiguresResult?
    /// What depends on the threshold; nil where there are no values.
    public let sensitivity: ThresholdSensitivityResult?

    package init(
        name: String, value: Double, method: Method, isAccepted: Bool, objections: [String], invalidPixels: Int,
        figures: ThresholdFiguresResult?, sensitivity: ThresholdSensitivityResult?
    ) {
        self.name = name
        self.value = value
        self.method = method
        self.isAccepted = isAccepted
        self.objections = objections
        self.invalidPixels = invalidPixels
        self.figures = figures
        self.sensitivity = sensitivity
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        name = try fields.text("name")
        value = try fields.number("value")
        method = Method(rawValue: try fields.text("method"))
        isAccepted = try fields.bool("accepted")
        objections = try fields.list("objections", String.init(json:))
        invalidPixels = try fields.integer("invalid_pixels")
        figures = try fields.optional("figures", ThresholdFiguresResult.init(json:))
        sensitivity = try fields.optional("sensitivity", ThresholdSensitivityResult.init(json:))
    }

    /// Why the method's split was not taken, in words; nil where it was.
    public var reason: String? { objections.isEmpty ? nil : objections.joined(separator: "; ") }

    /// What a person should know, one line; nil where everything is as the catalog wants it.
    public var warning: String? {
        reason.map {
            "threshold \(name) stays at \(shortValue) (the catalog's 'otherwise'), not chosen by \(method.rawValue): \($0)"
        }
    }

    /// Four digits of the Float32; files hold all of them.
    package var shortValue: String { String(format: "%.4g", Double(Float(value))) }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "value", value: .number(value)),
            .init(key: "method", value: .string(method.rawValue)), .init(key: "accepted", value: .bool(isAccepted)),
            .init(key: "objections", value: .array(objections.map { .string($0) })),
            .init(key: "invalid_pixels", value: .integer(invalidPixels)),
        ]
        if let figures { members.append(.init(key: "figures", value: figures.json)) }
        if let sensitivity { members.append(.init(key: "sensitivity", value: sensitivity.json)) }
        return .object(members)
    }
}
