package import Spool

/// The numbers of objects for each block, without a sweep over the mask: from 1 in raster order of first pixels.
///
/// Reads what the first sweep put down about each block's components three times, one row of blocks after the other.
/// Memory holds the open objects and one count per row of pixels of a row of blocks.
package struct ObjectNumbers: Sendable {
    private var ranges: [ByteRange] = []

    /// Numbers the objects of a raster.
    package init(_ tables: ComponentTables, store: any SpillStore) throws {
        var pass = NumberPass(tables: tables)
        for row in tables.inventories.rowEnds.indices {
            try pass.begin(row)
            for block in pass.blocks { ranges.append(try store.append(try pass.numbers(ofBlock: block))) }
            pass.endRow()
        }
    }

    /// The number of each of a block's components in the block's own order; 0 for those that are no objects.
    ///
    /// - Parameters:
    ///   - block: number of the block, in row-major order.
    ///   - store: the one that the numbers were put into, or another that reads the same bytes.
    package func numbers(ofBlock block: Int, from store: any SpillStore) throws -> [Int] {
        var bytes: [UInt8] = []
        try store.read(ranges[block], into: &bytes)
        var reader = ByteReader(bytes)
        var number = 0
        return (0..<reader.number()).map { _ in
            number += reader.signedNumber()
            return number
        }
    }
}

/// Numbers one row of blocks at a time.
private struct NumberPass {
    let tables: ComponentTables
    private(set) var blocks = 0..<0
    private var rows = 0..<0
    /// Number of objects that begin before.
    private var count = 0
    /// For each block of the row and each row of pixels: the number of the first object that begins there.
    private var nextNumbers: [Int] = []
    /// Objects that reach seams and may have fragments below.
    private var open: [PixelPosition: (number: Int, lastRow: Int)] = [:]

    init(tables: ComponentTables) { self.tables = tables }

    /// Counts where objects begin, and numbers those that reach seams.
    mutating func begin(_ row: Int) throws {
        let across = tables.inventories.across
        blocks = row * across..<(row + 1) * across
        rows = rows.upperBound..<tables.inventories.rowEnds[row]
        nextNumbers = Array(repeating: 0, count: across * rows.count)
        for block in blocks {
            let (inventory, resolved) = try read(block)
            eachOwner(inventory, resolved) { _, first, _ in nextNumbers[index(block, first)] += 1 }
        }
        assignNumbers()
        let firstNumbers = nextNumbers
        for block in blocks {
            let (inventory, resolved) = try read(block)
            eachOwner(inventory, resolved) { _, first, fragment in
                if let fragment { open[first] = (nextNumbers[index(block, first)], fragment.lastRow) }
                nextNumbers[index(block, first)] += 1
            }
        }
        nextNumbers = firstNumbers
    }

    /// Turns counts into numbers: row of pixels by row of pixels, block by block.
    private mutating func assignNumbers() {
        for row in 0..<rows.count {
            for block in 0..<blocks.count {
                let begins = nextNumbers[block * rows.count + row]
                nextNumbers[block * rows.count + row] = count + 1
                count += begins
            }
        }
    }

    mutating func numbers(ofBlock block: Int) throws -> [UInt8] {
        let (inventory, resolved) = try read(block)
        var numbers = [Int](repeating: 0, count: inventory.firsts.count)
        eachOwner(inventory, resolved) { label, first, _ in
            numbers[label] = nextNumbers[index(block, first)]
            nextNumbers[index(block, first)] += 1
        }
        var fragment = 0
        for label in inventory.kinds.indices where inventory.kinds[label] == .fragment {
            numbers[label] = open[resolved[fragment].first]?.number ?? 0
            fragment += 1
        }
        var writer = ByteWriter()
        writer.put(numbers.count)
        var before = 0
        for number in numbers {
            writer.put(signed: number - before)
            before = number
        }
        return writer.bytes
    }

    mutating func endRow() {
        open = open.filter { $0.value.lastRow >= rows.upperBound }
    }

    private func read(_ block: Int) throws -> (BlockInventory, [ResolvedComponent]) {
        let components = tables.resolutions.components
        return (
            try tables.inventories.inventory(ofBlock: block), try components.values(ofBlock: block, from: tables.store)
        )
    }

    private func index(_ block: Int, _ first: PixelPosition) -> Int {
        (block - blocks.lowerBound) * rows.count + first.row - rows.lowerBound
    }

    /// The components of a block that hold the first pixel of an object; `fragment` for those that reach a seam.
    private func eachOwner(
        _ inventory: BlockInventory, _ resolved: [ResolvedComponent],
        _ body: (_ label: Int, _ first: PixelPosition, _ fragment: ResolvedComponent?) -> Void
    ) {
        var fragment = 0
        for (label, first) in inventory.firsts.enumerated() {
            switch inventory.kinds[label] {
            case .object: body(label, first, nil)
            case .other: continue
            case .fragment:
                if resolved[fragment].first == first { body(label, first, resolved[fragment]) }
                fragment += 1
            }
        }
    }
}
