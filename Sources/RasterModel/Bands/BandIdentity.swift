/// What a band of a file measures, and how that is known.
package struct BandIdentity: Sendable, Hashable {
    /// What tells it, from the strongest.
    package enum Evidence: Int, Sendable, Hashable {
        case name, wavelength, colour, position
    }

    /// Counted from 1.
    package var number: Int
    /// nil where nothing tells it, or where the band is known to be something that no role stands for.
    package var role: BandRole?
    /// Other roles that the band may serve where no band has them.
    package var alsoServes: [BandRole] = []
    /// nil where nothing is known.
    package var evidence: Evidence?
    /// Why, as a clause: "its description is 'Red'", "it is flagged Red"; where there is no role: why not.
    package var reason: String
    /// What the file says of the band in a word or two: "nir", "Red", "865 nm", "not described".
    package var label: String
    /// A role that several bands are said to have, this one among them, so that none has it.
    package var disputedRole: BandRole?
    /// What the file's colour interpretation says instead, where the band's name or wavelength overrules it.
    package var overruledColour: String?

    /// True where the band is known to be something, even if no role stands for it.
    package var isKnown: Bool { evidence != nil }
}
