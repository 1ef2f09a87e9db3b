/// What a file says of one band, as far as it helps to tell what the band measures.
package struct BandFacts: Sendable, Hashable {
    /// A name that the file gives the band, and where.
    package struct Name: Sendable, Hashable {
        /// One line.
        package var text: String
        /// Where it stands, for sentences such as "its description is 'Red'".
        package var origin: String

        /// A name from text and origin.
        package init(_ text: String, origin: String = "description") {
            self.text = text
            self.origin = origin
        }
    }

    /// Counted from 1.
    package var number: Int
    /// The most telling first; empty where the file gives none.
    package var names: [Name]
    /// Centre of the band in nanometres.
    package var wavelength: Double?
    /// GDAL's colour interpretation, for example "Red", "Gray", "Undefined".
    package var colour: String
    /// nil for types that hold no single real number.
    package var type: SampleType?

    /// Facts from their parts; see the properties.
    package init(
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
