package import Coverage
package import RasterModel

/// The part of patch removal that looks at one block. Belongs to one worker.
package struct PatchRemovalWorker {
    private let rule: PatchRule
    private var source: ComponentSource
    private let raster: RasterSize
    private let areas: PixelAreas?
    private var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    private var labels = BlockLabels()
    private var regions = BlockRegions()

    /// - Parameters:
    ///   - neighbours: what connects the pixels of a patch. Patches are taken together where they share sides.
    ///   - areas: of the raster's pixels; nil where it has none or the rule does not need them.
    package init(_ rule: PatchRule, neighbours: Neighbours, raster: RasterSize, areas: PixelAreas?) {
        self.rule = rule
        source = ComponentSource(keys: .everyClass, neighbours: neighbours)
        self.raster = raster
        self.areas = rule.comparesAreas ? areas : nil
    }

    /// Surveys a block for the sweep that is due.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes as they are before the rule.
    ///   - resolved: `PatchRemoval.resolved(forBlock:)`.
    package mutating func survey(
        _ codes: Span<UInt8>, window: PixelWindow, resolved: [[UInt8]]
    ) -> PatchRemovalBlock {
        load(codes, window)
        guard let removed = removedPatches(resolved) else { return PatchRemovalBlock(finding: .patches(patchBorder())) }
        let first = firstRound(removed)
        guard resolved.count > 1 else {
            let verdicts = first.verdicts([], rule.firstVerdict)
            let strands = rule.judgesStranded && verdicts.contains { $0 == 0 }
            return PatchRemovalBlock(
                finding: .groups(first.border(labels, window, source.neighbours), leavesStranded: strands))
        }
        let second = secondRound(removed, first.codes(resolved[1], rule.firstVerdict))
        return PatchRemovalBlock(
            finding: .groups(second.border(labels, window, source.neighbours), leavesStranded: false))
    }

    /// Carries out the removal in a block, once it is decided.
    package mutating func apply(to codes: inout [UInt8], window: PixelWindow, resolved: [[UInt8]]) {
        load(codes.span, window)
        guard resolved.count > 1, let removed = removedPatches(resolved) else { return }
        let first = firstRound(removed)
        var classes = first.codes(resolved[1], rule.firstVerdict)
        if resolved.count > 2 {
            let second = secondRound(removed, classes).codes(resolved[2], rule.secondVerdict)
            for label in classes.indices where second[label] != 0 { classes[label] = second[label] }
        }
        labels.forEachRun { label, columns, row in
            guard classes[label] != 0 else { return }
            for column in columns { codes[row * window.width + column] = classes[label] }
        }
    }

    private mutating func load(_ codes: Span<UInt8>, _ window: PixelWindow) {
        self.window = window
        labels.find(codes, window: window, source: &source)
        regions.measure(
            labels, window: window, raster: raster, areas: areas, countsDiagonals: rule.countsDiagonals)
    }

    private func patchBorder() -> BlockBorder<RegionProperties> {
        let index = regions.borderIndex
        return BlockBorder(
            labels, window: window, neighbours: source.neighbours, index: index,
            fragments: index.map { regions.region($0) })
    }

    /// Which patches are removed; nil where those at the border are not known yet.
    private func removedPatches(_ resolved: [[UInt8]]) -> [Bool]? {
        guard let atBorder = resolved.first else { return nil }
        let border = regions.borderIndex
        return (0..<labels.count).map { label in
            let fragment = border.fragment(of: label)
            return fragment >= 0 ? atBorder[Int(fragment)] != 0 : rule.removes(regions.region(label))
        }
    }

    private func firstRound(_ removed: [Bool]) -> PatchRound {
        let faces = (0..<labels.count).map { removed[$0] ? Face.hidden : regions.key($0) }
        return PatchRound(labels, regions, members: removed, joined: rule.joinsPatches, faces: faces)
    }

    /// - Parameter classes: what removed patches became; 0 for those that are judged again.
    private func secondRound(_ removed: [Bool], _ classes: [UInt8]) -> PatchRound {
        let stranded = removed.indices.map { removed[$0] && classes[$0] == 0 }
        let faces = removed.indices.map { label in
            stranded[label] ? Face.hidden : removed[label] ? classes[label] : regions.key(label)
        }
        return PatchRound(labels, regions, members: stranded, joined: true, faces: faces)
    }
}

/// One round of verdicts on groups of removed patches.
private struct PatchRound {
    private let groups: BlockGroups
    private let found: [PatchGroup]
    private let border: BorderIndex
    private let faces: [UInt8]
    private let joined: Bool

    init(_ labels: BlockLabels, _ regions: BlockRegions, members: [Bool], joined: Bool, faces: [UInt8]) {
        groups = BlockGroups(labels, members: members, joined: joined)
        found = groups.measure(labels, regions, faces: faces)
        border = groups.borderIndex(regions)
        self.faces = faces
        self.joined = joined
    }

    /// The class that each group takes; 0 for none. Where groups at the border are not known yet, those inside only.
    func verdicts(_ atBorder: [UInt8], _ judge: (PatchGroup) -> UInt8) -> [UInt8] {
        found.indices.compactMap { group in
            let fragment = Int(border.fragment(of: group))
            if fragment < 0 { return judge(found[group]) }
            return atBorder.isEmpty ? nil : atBorder[fragment]
        }
    }

    /// The class that each component takes; 0 for none.
    func codes(_ atBorder: [UInt8], _ judge: (PatchGroup) -> UInt8) -> [UInt8] {
        let verdicts = verdicts(atBorder, judge)
        return groups.numbers.map { $0 < 0 ? 0 : verdicts[Int($0)] }
    }

    func border(
        _ labels: BlockLabels, _ window: PixelWindow, _ neighbours: Neighbours
    ) -> BlockBorder<PatchGroup> {
        BlockBorder(labels, window: window, fragments: border.map { found[$0] }) { run in
            let label = Int(labels.labels[run])
            guard label >= 0 else { return .other(face: labels.runs.keys[run]) }
            guard groups.numbers[label] >= 0 else { return .other(face: faces[label]) }
            let code = labels.runs.keys[run]
            return BorderPixel(
                key: ObjectKey(joined ? 1 : code), cornerKey: neighbours.cornerKey(code), face: Face.hidden,
                owner: border.fragment(of: Int(groups.numbers[label])))
        }
    }
}
