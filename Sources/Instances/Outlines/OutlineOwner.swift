/// Whose outline it is.
struct OutlineOwner: Hashable, Sendable {
    /// First pixel of the object.
    var object: PixelPosition
    /// First pixel of the part of it that is connected by sides.
    var part: PixelPosition

    /// False for a component that is no object: its outline is followed and dropped.
    var isObject: Bool { object != PixelPosition.behindAll }
}
