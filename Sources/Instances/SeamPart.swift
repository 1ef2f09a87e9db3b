/// Which way two pixels on both sides of a seam lie.
enum PixelPair: Sendable {
    /// One left of the other.
    case row
    /// One above the other.
    case column
    /// One above and left of the other.
    case falling
    /// One above and right of the other.
    case rising
}

/// What is known of a component, or of the part of it that lies in one block. Parts are put together over seams, in any
/// order: all that they hold are integers.
protocol SeamPart: Sendable {
    /// Nothing: the identity of `merge`.
    init()
    /// Takes over another part of the same component.
    mutating func merge(_ other: Self)
    /// A pair of pixels on both sides of a seam has one key. Pixels that share a corner are told of both their parts.
    mutating func pair(_ pair: PixelPair)
    /// A pixel of the part shares a side on a seam with a pixel of another key that shows this face.
    mutating func meet(_ face: UInt8)
}

/// What pixels show to their neighbours of another component: class codes, or one of these.
enum Face {
    /// Nothing that counts.
    static let hidden: UInt8 = 0
    /// The raster ends.
    static let edge: UInt8 = 254
    /// A pixel without observation.
    static let absent: UInt8 = 255
}
