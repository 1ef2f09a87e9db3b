/// One part of an object whose pixels are connected by sides: an exterior and the holes in it. Rings of one object touch
/// at corners at most, so that together they are a valid multipolygon.
public struct OutlinePolygon: Hashable, Sendable {
    /// The outer outline.
    public let exterior: OutlineRing
    /// Outlines of holes, by their first corners.
    public internal(set) var holes: [OutlineRing]

    /// Number of pixels inside.
    public var pixels: Int { holes.reduce(exterior.signedArea) { $0 + $1.signedArea } }
}
