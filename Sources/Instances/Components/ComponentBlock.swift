import Spool

/// What the first sweep finds in one block.
package struct ComponentBlock: Sendable {
    /// For the merging of seams.
    let border: BlockBorder<Component>
    /// Components that lie inside the block, by their first pixels.
    let closed: SpillBatch<PixelPosition>
    /// Fragments of components connected by sides alone, which outlines need where corners connect too; nil where they are the components.
    let sideComponents: BlockBorder<FirstPixel>?
    /// For `ObjectNumbers`: where the block's components begin.
    let inventory: [UInt8]
    /// The patches of every class; nil where they are not counted.
    var patches: PatchBlock?
}
