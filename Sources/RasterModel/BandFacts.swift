/// What a file says of one band, as far as it helps to tell what the band measures.
public struct BandFacts: Sendable, Hashable {
    /// A name that the file gives the band, and where.
    public struct Name: Sendable, Hashable {
        /// One line.
        public var text: String
        /// Where it stands, for sentences such as "its description is 'Red'".
        public var origin: String

        /// A name from text and origin.
        public init(_ text: String, origin: String = "description") {
            self.text = text
            self.origin = origin
        }
    }

    /// Counted from 1.
    public var number: Int
    /// The most telling first; empty where the file gives none.
    public var names: [Name]
    /// Centre of the band in nanometres.
    public var wavelength: Double?
    /// GDAL's colour interpretation, for example "Red", "Gray", "Undefined".
    public var colour: String
    /// nil for types that hold no single real number.
    public var type: SampleType?

    /// Facts from their parts; see the properties.
    public init(
        number: Int, names: [Name] = [], wavelength: Double? = nil, colour: String = "Undefined",
        type: SampleType? = .uint8
    ) {
        self.number = number
        self.names = names
        self.wavelength = wavelength
        self.colour = colour
        self.type = type
    }
}
