import RasterModel

/// What a band measures. The raw values are the names that catalogs and the command line use.
public enum BandRole: String, Sendable, Hashable, CaseIterable {
    /// Coastal aerosol, about 0.44 um.
    case coastal
    /// Blue.
    case blue
    /// Green.
    case green
    /// Yellow, about 0.6 um.
    case yellow
    /// Red.
    case red
    /// Red edge, about 0.705 um.
    case redEdge1 = "red_edge_1"
    /// Red edge, about 0.74 um.
    case redEdge2 = "red_edge_2"
    /// Red edge, about 0.78 um.
    case redEdge3 = "red_edge_3"
    /// Near infrared.
    case nir
    /// A second near infrared.
    case nir2 = "nir_2"
    /// Water vapour, about 0.945 um.
    case waterVapour = "water_vapour"
    /// Short-wave infrared, about 1.6 um.
    case swir1 = "swir_1"
    /// Short-wave infrared, about 2.2 um.
    case swir2 = "swir_2"
    /// Thermal infrared, about 10.9 um.
    case thermal1 = "thermal_1"
    /// Thermal infrared, about 12 um.
    case thermal2 = "thermal_2"
    /// Panchromatic.
    case pan
    /// Opacity: 0 where there is no observation.
    case alpha
    /// Height.
    case height

    var role: RasterModel.BandRole {
        switch self {
        case .coastal: .coastal
        case .blue: .blue
        case .green: .green
        case .yellow: .yellow
        case .red: .red
        case .redEdge1: .redEdge1
        case .redEdge2: .redEdge2
        case .redEdge3: .redEdge3
        case .nir: .nir
        case .nir2: .nir2
        case .waterVapour: .waterVapour
        case .swir1: .swir1
        case .swir2: .swir2
        case .thermal1: .thermal1
        case .thermal2: .thermal2
        case .pan: .pan
        case .alpha: .alpha
        case .height: .height
        }
    }
}
