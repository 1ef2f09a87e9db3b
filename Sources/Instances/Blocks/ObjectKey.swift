/// What two neighbouring pixels have in common where they are of one object.
struct ObjectKey: Hashable, Sendable {
    /// Key of the class or group of classes (`PixelKeys`).
    let code: UInt8
    /// Tells objects of one class apart; 0 where the class does it alone, and for pixels of no object.
    let number: UInt32

    init(_ code: UInt8, number: UInt32 = 0) {
        self.code = code
        self.number = number
    }

    /// Of no object.
    static let unlabelled = ObjectKey(PixelKeys.unlabelled)

    /// True for pixels of an object.
    @inline(__always)
    var isLabelled: Bool { PixelKeys.isLabelled(code) }
}
