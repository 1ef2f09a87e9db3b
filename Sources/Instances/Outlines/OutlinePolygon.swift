/// One part of an object whose pixels are connected by sides: an exterior and the holes in it. Rings of one object touch
/// at corners at most, so that together they are a valid multipolygon.
package struct OutlinePolygon: Hashable, Sendable {
    /// The outer outline.
    package let exterior: OutlineRing
    /// Outlines of holes, by their first corners.
    package internal(set) var holes: [OutlineRing]

    /// Number of pixels inside.
    package var pixels: Int { holes.reduce(exterior.signedArea) { $0 + $1.signedArea } }
}
