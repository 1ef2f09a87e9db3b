/// The names and the wavelength of one band, read.
struct BandReading: Sendable, Hashable {
    let facts: BandFacts
    /// The name that says most; nil where the file gives none.
    let name: BandFacts.Name?
    /// What it says.
    let meaning: BandName.Meaning
    /// In nanometres: from the metadata, else from a name.
    let wavelength: Double?
    /// True where neither names nor wavelength nor colour tell anything.
    let saysNothing: Bool

    init(_ facts: BandFacts) {
        self.facts = facts
        let names = facts.names.map { (name: $0, read: BandName($0.text)) }
        let best = names.min { Self.rank($0.read.meaning) < Self.rank($1.read.meaning) }
        name = best?.name
        meaning = best?.read.meaning ?? .nothing
        // Among words that are not understood a length may be anything: "aerosol thickness at 550 nm".
        let understood = names.lazy.map(\.read).filter { $0.meaning != .unknown && $0.meaning != .other }
        wavelength = facts.wavelength ?? understood.compactMap(\.wavelength).first
        saysNothing =
            wavelength == nil && BandColour(facts.colour) == .nothing
            && names.allSatisfy { Self.countsOnly($0.read.meaning, band: facts.number) }
    }

    /// The first of the most telling names counts.
    private static func rank(_ meaning: BandName.Meaning) -> Int {
        switch meaning {
        case .role, .part, .other: 0
        case .code: 1
        case .letter: 2
        case .unknown: 3
        case .nothing: 4
        }
    }

    /// "B3" for band 3 only counts; for any other band it is a sensor's number.
    private static func countsOnly(_ meaning: BandName.Meaning, band: Int) -> Bool {
        switch meaning {
        case .nothing: true
        case .code(let code): code.number == band && !code.isPadded && !code.hasLetter
        default: false
        }
    }

    /// True where the band is some band of the red edge.
    var isRedEdge: Bool {
        switch meaning {
        case .part(.redEdge), .role(.redEdge1), .role(.redEdge2), .role(.redEdge3): true
        case .role, .part, .other: false
        default: wavelength.map(SpectralRange.redEdge.contains) ?? (BandColour(facts.colour) == .part(.redEdge))
        }
    }

    /// True where the band is near infrared for certain.
    var isNearInfrared: Bool {
        switch meaning {
        case .role(.nir), .role(.nir2): true
        case .role, .part(.redEdge), .other: false
        default:
            wavelength.map { SpectralRange.role(at: $0) == .nir || SpectralRange.role(at: $0) == .nir2 }
                ?? (BandColour(facts.colour) == .role(.nir))
        }
    }

    var isThermal: Bool {
        meaning == .part(.thermal) || meaning == .role(.thermal1) || meaning == .role(.thermal2)
            || BandColour(facts.colour) == .part(.thermal)
    }

    /// What the file says, as a clause.
    var clause: String {
        if let name { return "its \(name.origin) is '\(name.text)'" }
        return wavelength.map { "its wavelength is \(Self.text($0))" } ?? "nothing tells what it is"
    }

    /// What the file says in a word or two.
    var label: String {
        if let name, meaning != .nothing { return name.text }
        if let wavelength { return Self.text(wavelength) }
        return BandColour(facts.colour) == .nothing ? (name?.text ?? "not described") : facts.colour
    }

    /// For sentences: "665 nm", "717.5 nm".
    static func text(_ wavelength: Double) -> String {
        let tenths = (wavelength * 10).rounded() / 10
        let isWhole = tenths == tenths.rounded() && tenths.magnitude < 1e9
        return (isWhole ? String(Int(tenths)) : String(tenths)) + " nm"
    }
}
