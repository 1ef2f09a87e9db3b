package import RasterModel

/// Where one selection finds its planes and masks in the buffer of a common reading.
package struct BandView: Sendable, Hashable {
    /// For each band asked for, its plane in the buffer.
    package let planes: [Int]
    /// For each band asked for.
    package let scalings: [BandScaling?]
    /// How pixels without an observation are told, in terms of the buffer's planes and masks.
    package let validity: ValidityRule
    /// All layers that take part: what is unreadable elsewhere does not matter here.
    package let layers: Set<BufferLayer>

    init(_ selection: BandSelection, planes: [BandAddress], masks: [MaskLayer]) {
        let planeIndices = selection.planes.compactMap { planes.firstIndex(of: $0) }
        let maskIndices = selection.masks.compactMap { masks.firstIndex(of: $0) }
        self.planes = Array(planeIndices.prefix(selection.requested))
        scalings = selection.scalings
        validity = selection.validity.moved(planes: planeIndices, masks: maskIndices)
        layers = Set(planeIndices.map(BufferLayer.plane) + maskIndices.map(BufferLayer.mask))
    }
}
