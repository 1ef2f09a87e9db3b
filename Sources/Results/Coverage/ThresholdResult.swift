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

        /// The number that another run had (`source`), whatever the raster.
        public static let frozen = Method(rawValue: "frozen")

        /// As catalogs and coverage.json name it.
        public let rawValue: String

        /// A method by its name in catalogs.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The run that a frozen threshold was taken from.
    public struct Source: Sendable, Hashable {
        /// The run folder, or its coverage.json, as it was named.
        public let path: String
        /// Of its coverage.json.
        public let sha256: String
        /// How that run came to the value.
        public let method: Method
        /// False where it was the catalog's 'otherwise' there, in place of what the method says.
        public let isAccepted: Bool

        package init(path: String, sha256: String, method: Method, isAccepted: Bool) {
            self.path = path
            self.sha256 = sha256
            self.method = method
            self.isAccepted = isAccepted
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            path = try fields.text("path")
            sha256 = try fields.text("sha256")
            method = Method(rawValue: try fields.text("method"))
            isAccepted = try fields.bool("accepted")
        }

        var json: JSONValue {
            .members([
                "path": .string(path), "sha256": .string(sha256), "method": .string(method.rawValue),
                "accepted": .bool(isAccepted),
            ])
        }
    }

    /// The name that the catalog's formulas use.
    public let name: String
    /// What is compared with it, with all definitions in their places and bands by what they measure; equal texts mean
    /// the same numbers. nil in documents of earlier versions.
    public let formula: String?
    /// The threshold t of `x > t`, in the unit of the values: the double with the fewest digits that is this Float32.
    public let value: Double
    /// What the catalog asks for, or that it was taken from another run.
    public let method: Method
    /// Where a frozen threshold comes from; nil for all others.
    public let source: Source?
    /// False where `value` is the catalog's 'otherwise' because the method's split was not believed.
    public let isAccepted: Bool
    /// What speaks against the method's split, weightiest first; empty where it was accepted, or would have been.
    public let objections: [String]
    /// Valid pixels whose value is no finite number.
    public let invalidPixels: Int
    /// The method's split on this raster, also where the threshold is frozen; nil where the catalog fixes it and where
    /// there is none.
    public let figures: ThresholdFiguresResult?
    /// What depends on the threshold; nil where there are no values.
    public let sensitivity: ThresholdSensitivityResult?

    package init(
        name: String, value: Double, method: Method, isAccepted: Bool, objections: [String], invalidPixels: Int,
        figures: ThresholdFiguresResult?, sensitivity: ThresholdSensitivityResult?, formula: String? = nil,
        source: Source? = nil
    ) {
        self.formula = formula
        self.source = source
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
        formula = try fields.optionalText("of")
        source = try fields.optional("from", Source.init(json:))
        value = try fields.number("value")
        method = Method(rawValue: try fields.text("method"))
        isAccepted = try fields.bool("accepted")
        objections = try fields.list("objections", String.init(json:))
        invalidPixels = try fields.integer("invalid_pixels")
        figures = try fields.optional("figures", ThresholdFiguresResult.init(json:))
        sensitivity = try fields.optional("sensitivity", ThresholdSensitivityResult.init(json:))
    }

    /// Why the method's split was not taken, or would not have been, in words; nil where there is nothing against it.
    public var reason: String? { objections.isEmpty ? nil : objections.joined(separator: "; ") }

    /// The Float32 that `value` writes. Through the shortest text: the double itself would be rounded twice.
    package var number: Float? { Float("\(value)") }

    /// What a person should know, one line; nil where everything is as the catalog wants it.
    public var warning: String? {
        guard method != .frozen else { return nil }
        return reason.map {
            "threshold \(name) stays at \(shortValue) (the catalog's 'otherwise'), not chosen by \(method.rawValue): \($0)"
        }
    }

    /// Four digits of the Float32; files hold all of them.
    package var shortValue: String { String(format: "%.4g", Double(Float(value))) }

    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(key: "name", value: .string(name)), .init(key: "of", value: .optional(formula)),
            .init(key: "value", value: .number(value)), .init(key: "method", value: .string(method.rawValue)),
            .init(key: "accepted", value: .bool(isAccepted)),
            .init(key: "objections", value: .array(objections.map { .string($0) })),
            .init(key: "invalid_pixels", value: .integer(invalidPixels)),
        ]
        if let source { members.append(.init(key: "from", value: source.json)) }
        if let figures { members.append(.init(key: "figures", value: figures.json)) }
        if let sensitivity { members.append(.init(key: "sensitivity", value: sensitivity.json)) }
        return .object(members)
    }
}
