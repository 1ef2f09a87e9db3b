package import Spool
package import RasterModel

/// One step of cleaning that needs whole patches: decides, in two or three sweeps over the mask, what becomes of each.
///
/// While `needsSweep`: for each block in row-major order let a `PatchRemovalWorker` survey it with
/// `resolved(forBlock:)`, and `add` what it found, in that order; then `endSweep`. After that `PatchRemovalWorker.apply`
/// carries it out, block by block in any order. Memory holds what is open on the frontier.
package struct PatchRemoval {
    private let rule: PatchRule
    private let raster: RasterSize
    private let store: any SpillStore
    private var patches: SeamMerger<RegionProperties, UInt8>?
    private var groups: SeamMerger<PatchGroup, UInt8>?
    /// What former sweeps resolved.
    package private(set) var resolutions = PatchResolutions()
    private var leavesStranded = false

    /// - Parameter store: takes what later sweeps need.
    package init(_ rule: PatchRule, raster: RasterSize, store: any SpillStore) {
        self.rule = rule
        self.raster = raster
        self.store = store
        patches = SeamMerger(size: raster, countsDiagonals: rule.countsDiagonals, store: store)
    }

    /// True until everything is decided.
    package var needsSweep: Bool { patches != nil || groups != nil }

    /// What former sweeps resolved about a block.
    ///
    /// - Parameter block: number of the block, in row-major order.
    package func resolved(forBlock block: Int) throws -> [[UInt8]] {
        try resolutions.values(ofBlock: block, from: store)
    }

    /// Takes what was found in the next block.
    package mutating func add(_ block: PatchRemovalBlock) throws {
        let rule = rule
        switch block.finding {
        case .patches(let border):
            try patches?.add(border) { rule.removes($0) ? 1 : 0 }
        case .groups(let border, let strands):
            leavesStranded = leavesStranded || strands
            let isFirst = resolutions.tables.count == 1
            var strandsHere = false
            try groups?.add(border) { group in
                guard isFirst else { return rule.secondVerdict(group) }
                let verdict = rule.firstVerdict(group)
                if verdict == 0 { strandsHere = true }
                return verdict
            }
            leavesStranded = leavesStranded || strandsHere && rule.judgesStranded
        }
    }

    /// Resolves what the sweep found. Once all blocks came.
    package mutating func endSweep() throws {
        if let merger = patches.take() {
            resolutions.tables.append(try merger.resolutions())
            groups = SeamMerger(size: raster, store: store)
        } else if let merger = groups.take() {
            resolutions.tables.append(try merger.resolutions())
            if resolutions.tables.count == 2, leavesStranded {
                groups = SeamMerger(size: raster, store: store)
            }
        }
    }
}
