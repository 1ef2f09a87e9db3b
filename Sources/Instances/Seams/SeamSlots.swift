/// Open components: a forest of slots whose roots hold what is known of a component.
///
/// A slot that was joined to another stays as its alias until `freeAliases`: pixels of the frontier may still name it.
struct SeamSlots<Fragment: SeamFragment> {
    private var parents: [Int32] = []
    private var fragments: [Fragment] = []
    /// For roots, how many pixels of the frontier belong to the component.
    private var references: [Int32] = []
    private var free: [Int32] = []
    private var aliases: [Int32] = []
    private static var freed: Int32 { -1 }

    /// Slots that are in use, aliases included.
    var count: Int { parents.count - free.count }

    mutating func add(_ fragment: Fragment) -> Int32 {
        if let slot = free.popLast() {
            parents[Int(slot)] = slot
            fragments[Int(slot)] = fragment
            references[Int(slot)] = 0
            return slot
        }
        parents.append(Int32(parents.count))
        fragments.append(fragment)
        references.append(0)
        return Int32(parents.count - 1)
    }

    /// The slot that holds the component; shortens the way to it.
    mutating func root(_ slot: Int32) -> Int32 {
        var slot = slot
        while parents[Int(slot)] != slot {
            let above = parents[Int(parents[Int(slot)])]
            parents[Int(slot)] = above
            slot = above
        }
        return slot
    }

    /// Makes two components one.
    ///
    /// - Returns: the slot that became an alias, and of which; nil where they were one.
    mutating func join(_ a: Int32, _ b: Int32) -> (alias: Int32, root: Int32)? {
        let (first, second) = (root(a), root(b))
        guard first != second else { return nil }
        // The one that more of the frontier names stays.
        let (kept, lost) = references[Int(first)] >= references[Int(second)] ? (first, second) : (second, first)
        parents[Int(lost)] = kept
        fragments[Int(kept)].merge(fragments[Int(lost)])
        fragments[Int(lost)] = Fragment()
        references[Int(kept)] += references[Int(lost)]
        aliases.append(lost)
        return (lost, kept)
    }

    mutating func pair(_ slot: Int32, _ pair: PixelPair) { fragments[Int(root(slot))].pair(pair) }

    mutating func meet(_ slot: Int32, _ face: UInt8) { fragments[Int(root(slot))].meet(face) }

    /// A pixel of the frontier more names the slot.
    mutating func hold(_ slot: Int32) { references[Int(root(slot))] += 1 }

    /// A pixel of the frontier less names the slot.
    ///
    /// - Returns: the component's root where none is left.
    mutating func release(_ slot: Int32) -> Int32? {
        let root = root(slot)
        references[Int(root)] -= 1
        return references[Int(root)] == 0 ? root : nil
    }

    /// Takes out a component that no pixel of the frontier belongs to; nil where one does, or where it is gone.
    mutating func close(_ root: Int32) -> Fragment? {
        guard parents[Int(root)] == root, references[Int(root)] == 0 else { return nil }
        parents[Int(root)] = Self.freed
        free.append(root)
        let fragment = fragments[Int(root)]
        fragments[Int(root)] = Fragment()
        return fragment
    }

    /// Makes all aliases free. Nothing may name them any more.
    mutating func freeAliases() {
        for alias in aliases {
            parents[Int(alias)] = Self.freed
            free.append(alias)
        }
        aliases.removeAll(keepingCapacity: true)
    }
}
