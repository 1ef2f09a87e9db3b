import Spool

/// What happened to the slots of open components, block by block, so that it can be read backwards: from a component's
/// end to all of its fragments, in memory for the open components only.
struct EquivalenceLog<Resolved: Spillable> {
    private let store: any SpillStore
    private var chunks: [ByteRange] = []
    private var joins: [(alias: Int32, root: Int32)] = []
    private var assigned: [Int32] = []
    private var closed: [(slot: Int32, resolved: Resolved)] = []
    private var writer = ByteWriter()

    init(store: any SpillStore) { self.store = store }

    /// A slot became an alias of another.
    mutating func join(alias: Int32, root: Int32) { joins.append((alias, root)) }

    /// The block's next fragment belongs to a slot, after all joins of the block.
    mutating func assign(_ slot: Int32) { assigned.append(slot) }

    /// A component closed, after the block's fragments were assigned.
    mutating func close(_ slot: Int32, _ resolved: Resolved) { closed.append((slot, resolved)) }

    mutating func endBlock() throws {
        writer.removeAll()
        writer.put(closed.count)
        for (slot, resolved) in closed {
            writer.put(Int(slot))
            resolved.write(to: &writer)
        }
        writer.put(assigned.count)
        for slot in assigned { writer.put(Int(slot)) }
        writer.put(joins.count)
        for (alias, root) in joins.reversed() {
            writer.put(Int(alias))
            writer.put(Int(root))
        }
        chunks.append(try store.append(writer.bytes))
        joins.removeAll(keepingCapacity: true)
        assigned.removeAll(keepingCapacity: true)
        closed.removeAll(keepingCapacity: true)
    }

    /// Reads the log backwards: each slot stands for what its component resolved to.
    func resolve() throws -> ResolutionTable<Resolved> {
        var resolved: [Int32: Resolved] = [:]
        var table: [ByteRange] = []
        var bytes: [UInt8] = []
        for chunk in chunks.reversed() {
            try store.read(chunk, into: &bytes)
            var reader = ByteReader(bytes)
            for _ in 0..<reader.number() {
                let slot = Int32(reader.number())
                resolved[slot] = Resolved(from: &reader)
            }
            table.append(try store.append(Self.values(&reader, resolved)))
            for _ in 0..<reader.number() {
                let (alias, root) = (Int32(reader.number()), Int32(reader.number()))
                resolved[alias] = resolved[root]
            }
        }
        return ResolutionTable(ranges: table.reversed())
    }

    private static func values(_ reader: inout ByteReader, _ resolved: [Int32: Resolved]) -> [UInt8] {
        var writer = ByteWriter()
        let count = reader.number()
        writer.put(count)
        for _ in 0..<count {
            let value = resolved[Int32(reader.number())]
            precondition(value != nil, "a component never closed")
            value?.write(to: &writer)
        }
        return writer.bytes
    }
}
