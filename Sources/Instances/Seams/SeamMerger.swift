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
    /// The frontier: the row of pixels above the next blocks, with what is done of the one below them, and the column of
    /// pixels left of the next block. Owners are slots.
    private var above: BorderLine
    private var below: BorderLine
    private var left = BorderLine(count: 0)
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
        above = BorderLine(count: size.width)
        below = BorderLine(count: size.width)
        log = EquivalenceLog(store: store)
    }

    /// Takes the next block.
    ///
    /// - Parameter resolve: called with each component that closed, in an order that depends on the blocks alone; what
    ///   it returns is kept for all blocks that the component has a fragment in.
    mutating func add(_ block: BlockBorder<Fragment>, resolve: (Fragment) throws -> Resolved) throws {
        let window = block.window
        precondition((window.column, window.row) == next, "blocks come in row-major order")
        // The slot of each fragment.
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
        for pixel in line.indices {
            let column = block.window.column + pixel
            meet(above.pixel(column), line.pixel(pixel).owned(by: slots), .column)
            if column > 0 { touch(above.pixel(column - 1), line.pixel(pixel).owned(by: slots), .falling) }
            if column + 1 < size.width { touch(above.pixel(column + 1), line.pixel(pixel).owned(by: slots), .rising) }
        }
    }

    private mutating func joinLeft(_ block: BlockBorder<Fragment>, _ slots: [Int32]) {
        let line = block.left
        for pixel in line.indices {
            meet(left.pixel(pixel), line.pixel(pixel).owned(by: slots), .row)
            if pixel > 0 { touch(left.pixel(pixel - 1), line.pixel(pixel).owned(by: slots), .falling) }
            if pixel + 1 < line.indices.count {
                touch(left.pixel(pixel + 1), line.pixel(pixel).owned(by: slots), .rising)
            }
        }
    }

    /// Two pixels share a side.
    @inline(__always)
    private mutating func meet(_ a: BorderPixel, _ b: BorderPixel, _ pair: PixelPair) {
        if a.key == b.key, a.owner >= 0 {
            join(a.owner, b.owner)
            slots.pair(a.owner, pair)
        } else {
            if a.owner >= 0 { slots.meet(a.owner, b.face) }
            if b.owner >= 0 { slots.meet(b.owner, a.face) }
        }
    }

    /// Two pixels share a corner.
    @inline(__always)
    private mutating func touch(_ a: BorderPixel, _ b: BorderPixel, _ pair: PixelPair) {
        guard a.key == b.key, a.owner >= 0 else { return }
        if a.cornerKey == b.cornerKey, a.cornerKey != PixelKeys.unlabelled { join(a.owner, b.owner) }
        guard countsDiagonals else { return }
        slots.pair(a.owner, pair)
        slots.pair(b.owner, pair)
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
            below.set(block.bottom, at: window.column, owners: slots)
            for pixel in window.columns where below.owners[pixel] >= 0 { self.slots.hold(below.owners[pixel]) }
        }
        let formerLeft = left
        left = BorderLine(count: isLast ? 0 : window.height)
        if !isLast {
            left.set(block.right, at: 0, owners: slots)
            for slot in left.owners where slot >= 0 { self.slots.hold(slot) }
        }
        if window.column > 0 { for slot in formerLeft.owners { release(slot) } }
        let passed = max(0, window.column - 1)..<window.columns.upperBound - (isLast ? 0 : 1)
        for pixel in passed { release(above.owners[pixel]) }
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
        if window.rows.upperBound == size.height { above = BorderLine(count: 0) }
        above.replaceOwners { slots.root($0) }
        slots.freeAliases()
    }
}
