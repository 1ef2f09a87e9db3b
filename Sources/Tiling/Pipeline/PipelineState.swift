/// The shared state; every function runs under the monitor's lock.
struct PipelineState<Product: Sendable, Extra: Sendable>: Sendable {
    enum Step {
        case consume(TileJob<Extra>, Product)
        /// All that follows from the tiles so far has been consumed.
        case drained
        case end
    }

    let tiles: Range<Int>
    let unfinishedLimit: Int
    /// Workers at most.
    let slots: Int
    /// Workers that have begun, and that have not ended.
    private(set) var begun = 0
    var running = 0
    var startFailure: (any Error)?
    var isOver = false
    private var nextTile: Int
    /// The first tile that has not been consumed.
    private var consumedTiles: Int
    /// True while no further tile is consumed, until nothing is open that follows from those before.
    private var isDraining = false
    private var ready: [Int: Result<Product, any Error>] = [:]
    private var waitingExtras: [Extra] = []
    private var finishedExtras: [(Extra, Result<Product, any Error>)] = []
    private var openExtras = 0

    init(tiles: Range<Int>, unfinishedLimit: Int, slots: Int) {
        self.tiles = tiles
        nextTile = tiles.lowerBound
        consumedTiles = tiles.lowerBound
        self.unfinishedLimit = unfinishedLimit
        self.slots = slots
    }

    /// Takes a slot; false where there is none, or nothing to do.
    mutating func begin() -> Bool {
        guard !isOver, begun < slots else { return false }
        begun += 1
        running += 1
        return true
    }

    /// A job, or `.some(nil)` when the worker can go home; nil while there is nothing to do yet.
    mutating func claim() -> TileJob<Extra>?? {
        if isOver { return .some(nil) }
        // Extra work first: it frees memory.
        if let extra = waitingExtras.popLast() { return .extra(extra) }
        guard nextTile < tiles.upperBound, nextTile - consumedTiles < unfinishedLimit else { return nil }
        nextTile += 1
        return .tile(nextTile - 1)
    }

    mutating func accept(_ result: Result<Product, any Error>, for job: TileJob<Extra>) {
        switch job {
        case .tile(let tile): ready[tile] = result
        case .extra(let extra): finishedExtras.append((extra, result))
        }
    }

    /// What the consumer can do now; nil while it has to wait.
    mutating func nextStep() throws -> Step? {
        if let startFailure { throw startFailure }
        if let (extra, result) = finishedExtras.popLast() { return .consume(.extra(extra), try result.get()) }
        if isDraining {
            guard openExtras == 0 else { return nil }
            isDraining = false
            return .drained
        }
        if let result = ready.removeValue(forKey: consumedTiles) {
            return .consume(.tile(consumedTiles), try result.get())
        }
        return consumedTiles == tiles.upperBound && openExtras == 0 ? .end : nil
    }

    /// - Parameter drains: true where all that follows is to be consumed before the next tile.
    mutating func finish(_ job: TileJob<Extra>, adding extras: [Extra], drains: Bool) {
        switch job {
        case .tile: consumedTiles += 1
        case .extra: openExtras -= 1
        }
        waitingExtras.append(contentsOf: extras)
        openExtras += extras.count
        isDraining = isDraining || drains
    }
}
