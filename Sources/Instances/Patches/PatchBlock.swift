/// What a worker finds of the patches of one block.
struct PatchBlock: Sendable {
    /// For the merging of seams.
    let border: BlockBorder<PatchSize>
    /// Patches that lie inside the block, and sides inside it.
    let inside: PatchCensus
}
