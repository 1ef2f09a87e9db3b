/// Whose outline it is.
struct OutlineOwner: Hashable, Sendable {
    /// First pixel of the object.
    var object: PixelPlace
    /// First pixel of the part of it that is connected by sides.
    var part: PixelPlace

    /// False for a component that is no object: its outline is followed and dropped.
    var isObject: Bool { object != PixelPlace.behindAll }
}
