package import Spool

/// What the sweeps of a `PatchRemoval` resolved, for workers that read it through stores of their own.
package struct PatchResolutions: Sendable {
    var tables: [ResolutionTable<UInt8>] = []

    /// What is resolved about a block: what a `PatchRemovalWorker` asks for.
    ///
    /// - Parameters:
    ///   - block: number of the block, in row-major order.
    ///   - store: reads what the removal's store holds.
    package func values(ofBlock block: Int, from store: any SpillStore) throws -> [[UInt8]] {
        try tables.map { try $0.values(ofBlock: block, from: store) }
    }
}
