/// Some of a block's components, taken together where they share sides, or each on its own.
struct BlockGroups {
    /// Group of each component; -1 for those that are no members.
    private(set) var numbers: [Int32]
    /// Number of groups. They are numbered in raster order of their first pixels.
    private(set) var count = 0

    init(_ labels: BlockLabels, members: [Bool], joined: Bool) {
        var parents = members.indices.map { $0 }
        func root(_ label: Int) -> Int {
            var label = label
            while parents[label] != label {
                parents[label] = parents[parents[label]]
                label = parents[label]
            }
            return label
        }
        if joined {
            labels.forEachSide { a, b, _ in
                guard b >= 0, members[a], members[b] else { return }
                let (first, second) = (root(a), root(b))
                parents[max(first, second)] = min(first, second)
            }
        }
        numbers = Array(repeating: -1, count: members.count)
        for label in members.indices where members[label] {
            let root = root(label)
            if root == label {
                numbers[label] = Int32(count)
                count += 1
            } else {
                numbers[label] = numbers[root]
            }
        }
    }

    /// What is known of each group inside the block.
    ///
    /// - Parameter faces: what each component shows to others.
    func measure(_ labels: BlockLabels, _ regions: BlockRegions, faces: [UInt8]) -> [PatchGroup] {
        var groups = [PatchGroup](repeating: PatchGroup(), count: count)
        for label in numbers.indices where numbers[label] >= 0 {
            groups[Int(numbers[label])].add(regions.region(label))
            let sides = regions.edgeSides(label)
            if sides > 0 { groups[Int(numbers[label])].faces.add(Face.edge, sides) }
        }
        labels.forEachSide { a, b, sides in
            guard numbers[a] >= 0 else { return }
            if b == SideVisit.absent {
                groups[Int(numbers[a])].faces.add(Face.absent, sides)
            } else if b >= 0, numbers[a] != numbers[b], faces[b] != Face.hidden {
                groups[Int(numbers[a])].faces.add(faces[b], sides)
            }
        }
        return groups
    }

    /// Which groups go on in other blocks.
    func borderIndex(_ regions: BlockRegions) -> BorderIndex {
        var reaching = [Bool](repeating: false, count: count)
        for label in numbers.indices where numbers[label] >= 0 && regions.reachesSeam(label) {
            reaching[Int(numbers[label])] = true
        }
        return BorderIndex(count) { reaching[$0] }
    }
}
