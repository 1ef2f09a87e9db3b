/// One pixel on either side of a seam.
struct BorderPixel {
    /// Equal keys are connected where they share a side.
    var key: ObjectKey
    /// Of pixels of one key, equal ones are connected where they share a corner; 0 for none.
    var cornerKey: UInt8
    /// What it shows to others.
    var face: UInt8
    /// What it belongs to, as `BorderLine.owners` says; -1 for nothing.
    var owner: Int32

    /// A pixel that belongs to nothing.
    static func other(face: UInt8) -> BorderPixel {
        BorderPixel(key: .unlabelled, cornerKey: PixelKeys.unlabelled, face: face, owner: -1)
    }
}
