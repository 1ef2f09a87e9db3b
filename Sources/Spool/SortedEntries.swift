/// The entries of a `SpilledSort` in ascending order of their keys: a merge of sorted runs.
@usableFromInline
package struct SortedEntries<Key: SpillKey> {
    @usableFromInline
    let store: any SpillStore
    @usableFromInline
    var runs: [RunReader<Key>] = []
    /// A heap of runs by their next keys: each is not above the two below it.
    @usableFromInline
    var heap: [Int] = []

    @inlinable
    init(runs ranges: [ByteRange], store: any SpillStore) throws {
        self.store = store
        for range in ranges {
            var run = RunReader<Key>(range)
            try run.advance(store)
            if run.key != nil {
                runs.append(run)
                heap.append(runs.count - 1)
                rise(heap.count - 1)
            }
        }
    }

    /// The key of the next entry; nil behind the last.
    @inlinable
    package var nextKey: Key? { heap.first.flatMap { runs[$0].key } }

    /// The next entry and its bytes; nil behind the last.
    @inlinable
    package mutating func next() throws -> (key: Key, bytes: [UInt8])? {
        guard let run = heap.first, let key = runs[run].key else { return nil }
        let bytes = try runs[run].takeBytes(store)
        try runs[run].advance(store)
        if runs[run].key == nil {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        sink()
        return (key, bytes)
    }

    /// The next entry as the value that was added; nil behind the last.
    @inlinable
    package mutating func next<Value: Spillable>(as type: Value.Type) throws -> (key: Key, value: Value)? {
        guard let entry = try next() else { return nil }
        var reader = ByteReader(entry.bytes)
        return (entry.key, Value(from: &reader))
    }

    @inlinable
    func isBefore(_ a: Int, _ b: Int) -> Bool {
        guard let first = runs[heap[a]].key, let second = runs[heap[b]].key else { return false }
        return first < second
    }

    @inlinable
    mutating func rise(_ start: Int) {
        var node = start
        while node > 0, isBefore(node, (node - 1) / 2) {
            heap.swapAt(node, (node - 1) / 2)
            node = (node - 1) / 2
        }
    }

    @inlinable
    mutating func sink() {
        var node = 0
        while true {
            var least = node
            for below in [2 * node + 1, 2 * node + 2] where below < heap.count && isBefore(below, least) {
                least = below
            }
            guard least != node else { return }
            heap.swapAt(node, least)
            node = least
        }
    }
}
