/// A band that a catalog used, and how it was found.
public struct RunBand: Sendable, Hashable {
    /// What turns stored numbers into measured ones: x * scale + offset.
    public struct Scaling: Sendable, Hashable {
        /// Factor: the double with the fewest digits that is this Float32.
        public let scale: Double
        /// Summand, in the measured unit.
        public let offset: Double
        /// How that is known; nil where there is nothing to say.
        public let because: String?

        package init(scale: Double, offset: Double, because: String?) {
            self.scale = scale
            self.offset = offset
            self.because = because
        }
    }

    /// The symbol of the catalog's formulas.
    public let symbol: String
    /// The file that it is in; nil: the raster itself.
    public let file: String?
    /// Counted from 1.
    public let band: Int
    /// Why it was taken for what the symbol means.
    public let because: String
    /// nil where stored numbers are used as they are.
    public let scaling: Scaling?

    package init(symbol: String, file: String?, band: Int, because: String, scaling: Scaling?) {
        self.symbol = symbol
        self.file = file
        self.band = band
        self.because = because
        self.scaling = scaling
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        symbol = try fields.text("symbol")
        file = try fields.optionalText("file")
        band = try fields.integer("band")
        because = try fields.text("because")
        guard let scale = try fields.optionalNumber("scale") else {
            scaling = nil
            return
        }
        scaling = Scaling(
            scale: scale, offset: try fields.number("offset"), because: try fields.optionalText("scaled_because"))
    }

    var json: JSONValue {
        let scaled = scaling.map { scaling -> [JSONValue.Member] in
            [
                .init(key: "scale", value: .number(scaling.scale)),
                .init(key: "offset", value: .number(scaling.offset)),
                .init(key: "scaled_because", value: .optional(scaling.because)),
            ]
        }
        return .object(
            [.init(key: "symbol", value: .string(symbol))]
                + (file.map { [.init(key: "file", value: .string($0))] } ?? [])
                + [.init(key: "band", value: .integer(band)), .init(key: "because", value: .string(because))]
                + (scaled ?? []))
    }
}
