import RasterModel

/// Pixels along one side of a block.
struct BorderLine: Sendable {
    private(set) var keys: [UInt8]
    private(set) var cornerKeys: [UInt8]
    private(set) var faces: [UInt8]
    private(set) var fragments: [Int32]

    init(count: Int) {
        keys = Array(repeating: PixelKeys.unlabelled, count: count)
        cornerKeys = keys
        faces = keys
        fragments = Array(repeating: -1, count: count)
    }

    mutating func set(_ pixels: Range<Int>, _ pixel: BorderPixel) {
        for index in pixels {
            keys[index] = pixel.key
            cornerKeys[index] = pixel.cornerKey
            faces[index] = pixel.face
            fragments[index] = pixel.fragment
        }
    }
}
