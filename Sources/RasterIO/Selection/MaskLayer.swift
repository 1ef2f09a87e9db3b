package import RasterModel

/// Where a mask comes from.
package enum MaskLayer: Sendable, Hashable {
    /// The mask that belongs to a band; one of the whole file stands under its first band.
    case band(BandAddress)
    /// Where a mosaic (VRT) has a source for a band; bands whose sources lie alike share the first one's.
    case sources(BandAddress)
    /// Which pixels of the grid lie in another file.
    case reach(file: Int)

    /// The file that the mask is about.
    package var file: Int {
        switch self {
        case .band(let address), .sources(let address): address.file
        case .reach(let file): file
        }
    }
}
