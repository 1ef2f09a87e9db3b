import Tiling

/// A mask block whose pixels are all classified.
struct ClassifiedBlock: Sendable {
    var address: BlockAddress
    /// nil where a later sweep changes the mask.
    var mask: EncodedBlock?
    /// All codes compressed, the special ones too; nil where no later sweep wants them.
    var codes: [UInt8]?
}
