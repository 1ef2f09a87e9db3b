/// How a run told pixels without an observation: those for which anything of this says so.
public struct RunValidity: Sendable, Hashable {
    /// A band of the raster, or of another file.
    public struct Band: Sendable, Hashable {
        /// The file that it is in; nil: the raster itself.
        public let file: String?
        /// Counted from 1.
        public let number: Int

        package init(file: String?, number: Int) {
            self.file = file
            self.number = number
        }

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            file = try fields.optionalText("file")
            number = try fields.integer("band")
        }

        var members: [JSONValue.Member] {
            (file.map { [.init(key: "file", value: .string($0))] } ?? [])
                + [.init(key: "band", value: .integer(number))]
        }
    }

    /// A number that stands for nodata in a band.
    public struct Nodata: Sendable, Hashable {
        /// The band.
        public let band: Band
        /// The stored number, as text: it may be "nan", which stands for every NaN.
        public let value: String

        package init(band: Band, value: String) {
            self.band = band
            self.value = value
        }

        init(json: JSONValue) throws(JSONError) {
            band = try Band(json: json)
            value = try JSONFields(json).text("value")
        }

        var json: JSONValue { .object(band.members + [.init(key: "value", value: .string(value))]) }
    }

    /// What says of each pixel whether it holds an observation.
    public enum Mask: Sendable, Hashable {
        /// The mask that belongs to a band; one of the whole file stands under its first band.
        case band(Band)
        /// Where a mosaic (VRT) has a source for a band.
        case sources(of: Band)
        /// Which pixels of the raster lie in another file, by its name.
        case reach(of: String)

        init(json: JSONValue) throws(JSONError) {
            let fields = try JSONFields(json)
            if let path = try fields.optionalText("reach_of") {
                self = .reach(of: path)
            } else if let band = try fields.optional("sources_of", Band.init(json:)) {
                self = .sources(of: band)
            } else {
                self = .band(try Band(json: json))
            }
        }

        var json: JSONValue {
            switch self {
            case .band(let band): .object(band.members)
            case .sources(let band): .members(["sources_of": .object(band.members)])
            case .reach(let file): .members(["reach_of": .string(file)])
            }
        }
    }

    /// What the person said of nodata; nil where nothing, so that the files' own word held.
    public let given: RunNodata?
    /// Groups of numbers: nodata where all of one group hold.
    public let whereAll: [[Nodata]]
    /// Nodata where any of these holds.
    public let whereAny: [Nodata]
    /// Nodata where any of these bands is 0.
    public let alphaBands: [Band]
    /// Nodata where any of these says that there is no observation.
    public let masks: [Mask]

    package init(
        given: RunNodata?, whereAll: [[Nodata]], whereAny: [Nodata], alphaBands: [Band], masks: [Mask]
    ) {
        self.given = given
        self.whereAll = whereAll
        self.whereAny = whereAny
        self.alphaBands = alphaBands
        self.masks = masks
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        given = try fields.optional("nodata_given", RunNodata.init(json:))
        whereAll = try fields.list("nodata_where_all") { json throws(JSONError) in try json.items(Nodata.init(json:)) }
        whereAny = try fields.list("nodata_where_any", Nodata.init(json:))
        alphaBands = try fields.list("alpha_bands", Band.init(json:))
        masks = try fields.list("masks", Mask.init(json:))
    }

    var json: JSONValue {
        .members([
            "nodata_given": given?.json ?? .null,
            "nodata_where_all": .array(whereAll.map { .array($0.map(\.json)) }),
            "nodata_where_any": .array(whereAny.map(\.json)),
            "alpha_bands": .array(alphaBands.map { .object($0.members) }),
            "masks": .array(masks.map(\.json)),
        ])
    }
}
