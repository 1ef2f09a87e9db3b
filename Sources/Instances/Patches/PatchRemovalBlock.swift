/// What a worker finds in one block during a sweep of `PatchRemoval`.
package struct PatchRemovalBlock: Sendable {
    enum Finding {
        /// First sweep: patches at the block's border.
        case patches(BlockBorder<RegionProperties>)
        /// Later sweeps: groups of removed patches at the block's border, and whether some inside got no class.
        case groups(BlockBorder<PatchGroup>, leavesStranded: Bool)
    }

    let finding: Finding
}
