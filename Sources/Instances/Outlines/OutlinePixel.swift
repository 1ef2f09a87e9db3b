/// One pixel at a seam.
struct OutlinePixel: Sendable {
    let key: ObjectKey
    let owner: OutlineOwner

    /// Beyond the raster, or of no class that is asked for.
    static let none = OutlinePixel(
        key: .unlabelled,
        owner: OutlineOwner(object: PixelPosition(column: 0, row: 0), part: PixelPosition(column: 0, row: 0)))

    var isLabelled: Bool { key.isLabelled }
}
