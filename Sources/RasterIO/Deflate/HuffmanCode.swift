/// The code words' lengths, none above `limit`, of a Huffman code for symbols of these frequencies; 0 for a symbol that
/// does not occur.
///
/// Equal frequencies are told apart by the symbol, so the same frequencies give the same lengths everywhere.
func huffmanLengths(_ frequencies: [Int], limit: Int) -> [Int] {
    let rarestFirst = frequencies.indices.lazy.filter { frequencies[$0] > 0 }
        .map { frequencies[$0] << 16 | $0 }.sorted()
    var counts = lengthCounts(rarestFirst.map { $0 >> 16 }, limit: limit)
    satisfyKraft(&counts)
    var lengths = Array(repeating: 0, count: frequencies.count)
    var next = 0
    for length in counts.indices.reversed() {
        for item in rarestFirst[next..<next + counts[length]] { lengths[item & 0xffff] = length }
        next += counts[length]
    }
    return lengths
}

/// How many code words have each length in a Huffman tree over `weights` (ascending), with longer ones counted as
/// `limit`. Leaves and inner nodes are each made in ascending order, so two queues do for a heap.
private func lengthCounts(_ weights: [Int], limit: Int) -> [Int] {
    var counts = Array(repeating: 0, count: limit + 1)
    guard weights.count > 1 else {
        counts[1] = weights.count
        return counts
    }
    let leaves = weights.count
    var nodes = weights
    var parents = Array(repeating: 0, count: 2 * leaves - 1)
    var (leaf, inner) = (0, leaves)
    for node in leaves..<2 * leaves - 1 {
        var weight = 0
        for _ in 0..<2 {
            let takesLeaf = inner == node || (leaf < leaves && nodes[leaf] <= nodes[inner])
            let child = takesLeaf ? leaf : inner
            if takesLeaf { leaf += 1 } else { inner += 1 }
            weight += nodes[child]
            parents[child] = node
        }
        nodes.append(weight)
    }
    var depths = Array(repeating: 0, count: 2 * leaves - 1)
    for node in (0..<2 * leaves - 2).reversed() {
        depths[node] = depths[parents[node]] + 1
        if node < leaves { counts[min(depths[node], limit)] += 1 }
    }
    return counts
}

/// Makes the counts those of a prefix code again after lengths were cut: as long as the words are too many, one of
/// the longest becomes the sibling of the longest shorter one, which grows by a bit.
private func satisfyKraft(_ counts: inout [Int]) {
    let limit = counts.count - 1
    var used = counts.indices.dropFirst().reduce(0) { $0 + counts[$1] << (limit - $1) }
    while used > 1 << limit {
        var length = limit - 1
        while counts[length] == 0 { length -= 1 }
        counts[limit] -= 1
        counts[length] -= 1
        counts[length + 1] += 2
        used -= 1
    }
}

/// The canonical code with words of given lengths (RFC 1951, 3.2.2).
struct HuffmanCode {
    /// Of each symbol; the first bit is the lowest, as DEFLATE wants it (RFC 1951, 3.1.1).
    private var words: [PackedBits]

    init(lengths: [Int]) {
        words = Array(repeating: PackedBits(), count: lengths.count)
        var counts = Array(repeating: 0, count: 16)
        for length in lengths where length > 0 { counts[length] += 1 }
        var next = Array(repeating: 0, count: 16)
        for length in 2..<16 { next[length] = (next[length - 1] + counts[length - 1]) << 1 }
        for (symbol, length) in zip(0..., lengths) where length > 0 {
            words[symbol] = PackedBits(bits: Self.reversed(next[length], count: length), count: length)
            next[length] += 1
        }
    }

    subscript(symbol: Int) -> PackedBits { words[symbol] }

    private static func reversed(_ word: Int, count: Int) -> UInt64 {
        var reversed = 0
        for bit in 0..<count { reversed |= (word >> bit & 1) << (count - 1 - bit) }
        return UInt64(reversed)
    }
}
