/// The entries of a `SpilledSort` in ascending order of their keys: a merge of sorted runs.
package struct SortedEntries<Key: SpillKey> {
    private let store: any SpillStore
    private var runs: [RunReader<Key>] = []
    /// A heap of runs by their next keys: each is not above the two below it.
    private var heap: [Int] = []

    init(runs places: [ByteRange], store: any SpillStore) throws {
        self.store = store
        for place in places {
            var run = RunReader<Key>(place: place)
            try run.advance(store)
            if run.key != nil {
                runs.append(run)
                heap.append(runs.count - 1)
                rise(heap.count - 1)
            }
        }
    }

    /// The key of the next entry; nil behind the last.
    package var nextKey: Key? { heap.first.flatMap { runs[$0].key } }

    /// The next entry and its bytes; nil behind the last.
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
    package mutating func next<Value: Spillable>(as type: Value.Type) throws -> (key: Key, value: Value)? {
        guard let entry = try next() else { return nil }
        var reader = ByteReader(entry.bytes)
        return (entry.key, Value(from: &reader))
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        guard let first = runs[heap[a]].key, let second = runs[heap[b]].key else { return false }
        return first < second
    }

    private mutating func rise(_ start: Int) {
        var place = start
        while place > 0, isBefore(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var least = place
            for below in [2 * place + 1, 2 * place + 2] where below < heap.count && isBefore(below, least) {
                least = below
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}

/// Reads one sorted run through a window.
private struct RunReader<Key: SpillKey> {
    private var rest: ByteRange
    private var window: [UInt8] = []
    private var position = 0
    private var count = 0
    private(set) var key: Key?

    /// The most bytes of a key and a count.
    private static var longestHead: Int { 128 }

    init(place: ByteRange) { rest = place }

    /// Reads the head of the next entry; the key is nil behind the last.
    mutating func advance(_ store: any SpillStore) throws {
        try fill(Self.longestHead, store)
        guard position < window.count else {
            key = nil
            return
        }
        var reader = ByteReader(window, at: position)
        key = Key(from: &reader)
        count = reader.number()
        position = reader.position
    }

    mutating func takeBytes(_ store: any SpillStore) throws -> [UInt8] {
        try fill(count, store)
        defer { position += count }
        return Array(window[position..<position + count])
    }

    /// Makes sure that the next bytes are in the window, or all that are left.
    private mutating func fill(_ needed: Int, _ store: any SpillStore) throws {
        guard window.count - position < needed, rest.count > 0 else { return }
        let kept = window.count - position
        let fetched = min(rest.count, max(needed - kept, SpilledSort<Key>.readAhead))
        var more: [UInt8] = []
        try store.read(ByteRange(offset: rest.offset, count: fetched), into: &more)
        window.removeSubrange(0..<position)
        window.append(contentsOf: more.prefix(fetched))
        position = 0
        rest = ByteRange(offset: rest.offset + fetched, count: rest.count - fetched)
    }
}
