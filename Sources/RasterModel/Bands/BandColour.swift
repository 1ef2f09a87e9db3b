/// What GDAL's colour interpretation says.
enum BandColour: Sendable, Hashable {
    case role(BandRole)
    case part(BandVocabulary.Part)
    /// A layer that no role stands for: an index into a palette, a component of another colour space, radar.
    case other
    /// It says nothing: GDAL flags the first of several bands as gray where nobody said what they are.
    case nothing

    init(_ name: String) {
        switch name {
        case "Red": self = .role(.red)
        case "Green": self = .role(.green)
        case "Blue": self = .role(.blue)
        case "Alpha": self = .role(.alpha)
        // From GDAL 3.10 on.
        case "Coastal": self = .role(.coastal)
        case "NIR": self = .role(.nir)
        case "Pan": self = .role(.pan)
        case "RedEdge": self = .part(.redEdge)
        case "SWIR": self = .part(.shortWave)
        case "TIR", "LWIR": self = .part(.thermal)
        case "Gray", "Undefined", "": self = .nothing
        default: self = .other
        }
    }
}
