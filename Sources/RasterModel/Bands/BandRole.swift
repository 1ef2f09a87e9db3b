/// What a band measures. The names are those of catalogs and of `--bands`.
package enum BandRole: String, Hashable, Sendable, CaseIterable {
    case coastal
    case blue
    case green
    case yellow
    case red
    case redEdge1 = "red_edge_1"
    case redEdge2 = "red_edge_2"
    case redEdge3 = "red_edge_3"
    case nir
    case nir2 = "nir_2"
    case waterVapour = "water_vapour"
    case swir1 = "swir_1"
    case swir2 = "swir_2"
    case thermal1 = "thermal_1"
    case thermal2 = "thermal_2"
    case pan
    case alpha
    case height
}
