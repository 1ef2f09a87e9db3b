import Spool

/// The first pixel of a component in raster order, which stands for it: no two components have the same.
struct FirstPixel: SeamFragment, Spillable, Hashable {
    /// The pixel.
    private(set) var position = PixelPosition.behindAll

    /// Nothing: the identity of `merge`.
    init() {}

    init(_ position: PixelPosition) { self.position = position }

    /// Takes over another fragment of the same component.
    mutating func merge(_ other: FirstPixel) { position = min(position, other.position) }

    /// Pairs of pixels do not matter.
    mutating func pair(_ pair: PixelPair) {}

    /// What is around does not matter.
    mutating func meet(_ face: UInt8) {}

    /// Appends the pixel.
    package func write(to writer: inout ByteWriter) { position.write(to: &writer) }

    /// Reads a pixel.
    package init(from reader: inout ByteReader) { position = PixelPosition(from: &reader) }
}
