import Spool

/// All components of a raster in raster order of their first pixels, and what later sweeps need to know about them.
package struct ComponentTables {
    /// Number of components that are objects.
    package let count: Int
    /// The objects in the order of their numbers. Can be read once.
    package let components: ComponentReader
    /// For each block, the components that reach its seams.
    package let resolutions: ComponentResolutions
    /// The patches of every class; empty where they were not asked for.
    package let patches: PatchCensus
    let inventories: BlockInventories
    let store: any SpillStore

    /// What an `ObjectTracer` needs to know about a block.
    ///
    /// - Parameter block: number of the block, in row-major order.
    package func resolved(forBlock block: Int) throws -> ResolvedBlock {
        try resolutions.values(ofBlock: block, from: store)
    }
}
