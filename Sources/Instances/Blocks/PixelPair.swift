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
