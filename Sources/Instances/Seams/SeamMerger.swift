import Spool
import RasterModel

/// Puts the components of blocks together over seams.
///
/// Takes blocks in row-major order, on one thread. Holds the open components only: those with a pixel on the frontier,
/// the line between blocks that came and blocks that did not. A component closes as soon as it cannot grow.
struct SeamMerger<Fragment: SeamFragment, Resolved: Spillable> {
    private let size: RasterSize
    private let countsDiagonals: Bool
    private var slots = SeamSlots<Fragment>()
    private var above: FrontierLine
    private var below: FrontierLine
    private var left = FrontierLine(count: 0)
    private var log: EquivalenceLog<Resolved>
    /// Components that may have closed with this block.
    private var candidates: [Int32] = []
    private var next: (column: Int, row: Int) = (0, 0)

    /// The most slots that were in use at once.
    private(set) var mostOpen = 0

    /// A merger for a raster of the given size.
    ///
    /// - Parameters:
    ///   - countsDiagonals: whether fragments are told of pairs of pixels that share a corner on a seam.
    ///   - store: takes what a later sweep needs; see `resolutions`.
    init(size: RasterSize, countsDiagonals: Bool = false, store: any SpillStore) {
        self.size = size
        self.countsDiagonals = countsDiagonals
        above = FrontierLine(count: size.width)
        below = FrontierLine(count: size.width)
        log = EquivalenceLog(store: store)
    }

    /// Takes the next block.
    ///
    /// - Parameter resolve: called with each component that closed, in an order that depends on the blocks alone; what
    ///   it returns is kept for all blocks that the component has a fragment in.
    mutating func add(_ block: BlockBorder<Fragment>, resolve: (Fragment) throws -> Resolved) throws {
        let window = block.window
        precondition((window.column, window.row) == next, "blocks come in row-major order")
        let slots = block.fragments.map { self.slots.add($0) }
        if window.row > 0 { joinAbove(block, slots) }
        if window.column > 0 { joinLeft(block, slots) }
        for slot in slots { log.assign(self.slots.root(slot)) }
        moveFrontier(block, slots)
        candidates.append(contentsOf: slots.map { self.slots.root($0) })
        mostOpen = max(mostOpen, self.slots.count)
        try close(resolve)
        if window.columns.upperBound == size.width { endRow(window) }
        next =
            window.columns.upperBound == size.width
            ? (0, window.rows.upperBound) : (window.columns.upperBound, window.row)
        try log.endBlock()
    }

    /// For each block in order, what `resolve` returned for the components of its fragments. Once all blocks came.
    consuming func resolutions() throws -> ResolutionTable<Resolved> {
        precondition(next == (0, size.height), "some blocks did not come")
        return try log.resolve()
    }

    private mutating func joinAbove(_ block: BlockBorder<Fragment>, _ slots: [Int32]) {
        let line = block.top
        for pixel in line.keys.indices {
            let column = block.window.column + pixel
            meet(above.pixel(column), line.pixel(pixel, slots), .column)
            if column > 0 { touch(above.pixel(column - 1), line.pixel(pixel, slots), .falling) }
            if column + 1 < size.width { touch(above.pixel(column + 1), line.pixel(pixel, slots), .rising) }
        }
    }

    private mutating func joinLeft(_ block: BlockBorder<Fragment>, _ slots: [Int32]) {
        let line = block.left
        for pixel in line.keys.indices {
            meet(left.pixel(pixel), line.pixel(pixel, slots), .row)
            if pixel > 0 { touch(left.pixel(pixel - 1), line.pixel(pixel, slots), .falling) }
            if pixel + 1 < line.keys.count { touch(left.pixel(pixel + 1), line.pixel(pixel, slots), .rising) }
        }
    }

    /// Two pixels share a side.
    @inline(__always)
    private mutating func meet(_ a: FrontierPixel, _ b: FrontierPixel, _ pair: PixelPair) {
        if a.key == b.key, a.slot >= 0 {
            join(a.slot, b.slot)
            slots.pair(a.slot, pair)
        } else {
            if a.slot >= 0 { slots.meet(a.slot, b.face) }
            if b.slot >= 0 { slots.meet(b.slot, a.face) }
        }
    }

    /// Two pixels share a corner.
    @inline(__always)
    private mutating func touch(_ a: FrontierPixel, _ b: FrontierPixel, _ pair: PixelPair) {
        guard a.key == b.key, a.slot >= 0 else { return }
        if a.cornerKey == b.cornerKey, a.cornerKey != PixelKeys.unlabelled { join(a.slot, b.slot) }
        guard countsDiagonals else { return }
        slots.pair(a.slot, pair)
        slots.pair(b.slot, pair)
    }

    private mutating func join(_ a: Int32, _ b: Int32) {
        if let joined = slots.join(a, b) { log.join(alias: joined.alias, root: joined.root) }
    }

    /// The block's right and lower pixels become the frontier. Those above it that no block to the right can touch
    /// leave it.
    private mutating func moveFrontier(_ block: BlockBorder<Fragment>, _ slots: [Int32]) {
        let window = block.window
        let isLast = window.columns.upperBound == size.width
        if window.rows.upperBound < size.height {
            below.take(block.bottom, at: window.column, slots)
            for pixel in window.columns where below.slots[pixel] >= 0 { self.slots.hold(below.slots[pixel]) }
        }
        let formerLeft = left
        left = FrontierLine(count: isLast ? 0 : window.height)
        if !isLast {
            left.take(block.right, at: 0, slots)
            for slot in left.slots where slot >= 0 { self.slots.hold(slot) }
        }
        if window.column > 0 { for slot in formerLeft.slots { release(slot) } }
        let passed = max(0, window.column - 1)..<window.columns.upperBound - (isLast ? 0 : 1)
        for pixel in passed { release(above.slots[pixel]) }
    }

    private mutating func release(_ slot: Int32) {
        if slot >= 0, let root = slots.release(slot) { candidates.append(root) }
    }

    private mutating func close(_ resolve: (Fragment) throws -> Resolved) throws {
        for candidate in candidates {
            if let fragment = slots.close(candidate) { log.close(candidate, try resolve(fragment)) }
        }
        candidates.removeAll(keepingCapacity: true)
    }

    /// What was below is above the next row of blocks.
    private mutating func endRow(_ window: PixelWindow) {
        swap(&above, &below)
        if window.rows.upperBound == size.height { above = FrontierLine(count: 0) }
        for pixel in above.slots.indices where above.slots[pixel] >= 0 {
            above.slots[pixel] = slots.root(above.slots[pixel])
        }
        slots.freeAliases()
    }
}

/// One pixel on either side of a seam.
private struct FrontierPixel {
    let key: UInt8
    let cornerKey: UInt8
    let face: UInt8
    let slot: Int32
}

/// Pixels of the frontier. Those that were not set have no slot.
private struct FrontierLine {
    var keys: [UInt8]
    var cornerKeys: [UInt8]
    var faces: [UInt8]
    var slots: [Int32]

    init(count: Int) {
        keys = Array(repeating: PixelKeys.unlabelled, count: count)
        cornerKeys = keys
        faces = keys
        slots = Array(repeating: -1, count: count)
    }

    @inline(__always)
    func pixel(_ index: Int) -> FrontierPixel {
        FrontierPixel(key: keys[index], cornerKey: cornerKeys[index], face: faces[index], slot: slots[index])
    }

    mutating func take(_ line: BorderLine, at start: Int, _ slots: [Int32]) {
        for pixel in line.keys.indices {
            keys[start + pixel] = line.keys[pixel]
            cornerKeys[start + pixel] = line.cornerKeys[pixel]
            faces[start + pixel] = line.faces[pixel]
            self.slots[start + pixel] = line.fragments[pixel] < 0 ? -1 : slots[Int(line.fragments[pixel])]
        }
    }
}

extension BorderLine {
    @inline(__always)
    fileprivate func pixel(_ index: Int, _ slots: [Int32]) -> FrontierPixel {
        FrontierPixel(
            key: keys[index], cornerKey: cornerKeys[index], face: faces[index],
            slot: fragments[index] < 0 ? -1 : slots[Int(fragments[index])])
    }
}
