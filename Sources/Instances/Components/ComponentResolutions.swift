package import Spool

/// What the first sweep resolved about components that reach seams, for workers that read it through stores of their own.
package struct ComponentResolutions: Sendable {
    let components: ResolutionTable<ResolvedComponent>
    let sideComponents: ResolutionTable<FirstPixel>?

    /// What an `ObjectTracer` needs to know about a block.
    ///
    /// - Parameters:
    ///   - block: number of the block, in row-major order.
    ///   - store: reads what the survey's store holds.
    package func values(ofBlock block: Int, from store: any SpillStore) throws -> ResolvedBlock {
        ResolvedBlock(
            components: try components.values(ofBlock: block, from: store),
            sideComponents: try sideComponents?.values(ofBlock: block, from: store) ?? [])
    }
}
