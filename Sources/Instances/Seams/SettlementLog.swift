import Spool

/// What happened to the slots of open components, block by block, so that it can be read backwards: from a component's
/// end to all of its parts, in memory for the open components only.
struct SettlementLog<Settled: Spillable> {
    private let store: any SpillStore
    private var chunks: [ByteRange] = []
    private var joins: [(alias: Int32, root: Int32)] = []
    private var placed: [Int32] = []
    private var closed: [(slot: Int32, settled: Settled)] = []
    private var writer = ByteWriter()

    init(store: any SpillStore) { self.store = store }

    /// A slot became an alias of another.
    mutating func join(alias: Int32, root: Int32) { joins.append((alias, root)) }

    /// The block's next part belongs to a slot, after all joins of the block.
    mutating func place(_ slot: Int32) { placed.append(slot) }

    /// A component closed, after the block's parts were placed.
    mutating func close(_ slot: Int32, _ settled: Settled) { closed.append((slot, settled)) }

    mutating func endBlock() throws {
        writer.removeAll()
        writer.put(closed.count)
        for (slot, settled) in closed {
            writer.put(Int(slot))
            settled.write(to: &writer)
        }
        writer.put(placed.count)
        for slot in placed { writer.put(Int(slot)) }
        writer.put(joins.count)
        for (alias, root) in joins.reversed() {
            writer.put(Int(alias))
            writer.put(Int(root))
        }
        chunks.append(try store.append(writer.bytes))
        joins.removeAll(keepingCapacity: true)
        placed.removeAll(keepingCapacity: true)
        closed.removeAll(keepingCapacity: true)
    }

    /// Reads the log backwards: each slot stands for what its component settled to.
    func resolve() throws -> SettlementTable<Settled> {
        var settled: [Int32: Settled] = [:]
        var table: [ByteRange] = []
        var bytes: [UInt8] = []
        for chunk in chunks.reversed() {
            try store.read(chunk, into: &bytes)
            var reader = ByteReader(bytes)
            for _ in 0..<reader.number() {
                let slot = Int32(reader.number())
                settled[slot] = Settled(from: &reader)
            }
            table.append(try store.append(Self.values(&reader, settled)))
            for _ in 0..<reader.number() {
                let (alias, root) = (Int32(reader.number()), Int32(reader.number()))
                settled[alias] = settled[root]
            }
        }
        return SettlementTable(places: table.reversed())
    }

    private static func values(_ reader: inout ByteReader, _ settled: [Int32: Settled]) -> [UInt8] {
        var writer = ByteWriter()
        let count = reader.number()
        writer.put(count)
        for _ in 0..<count {
            let value = settled[Int32(reader.number())]
            precondition(value != nil, "a component never closed")
            value?.write(to: &writer)
        }
        return writer.bytes
    }
}
