import Spool
import RasterModel

/// The first pixel of a component in raster order, which stands for it: no two components have the same.
struct FirstPixel: SeamPart, Spillable, Hashable {
    /// The pixel.
    private(set) var place = PixelPlace.behindAll

    /// Nothing: the identity of `merge`.
    init() {}

    init(_ place: PixelPlace) { self.place = place }

    /// Takes over another part of the same component.
    mutating func merge(_ other: FirstPixel) { place = min(place, other.place) }

    /// Pairs of pixels do not matter.
    mutating func pair(_ pair: PixelPair) {}

    /// What is around does not matter.
    mutating func meet(_ face: UInt8) {}

    /// Appends the pixel.
    package func write(to writer: inout ByteWriter) { place.write(to: &writer) }

    /// Reads a pixel.
    package init(from reader: inout ByteReader) { place = PixelPlace(from: &reader) }
}
