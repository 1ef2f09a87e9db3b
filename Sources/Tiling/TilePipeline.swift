import Dispatch

/// What a worker is asked to do.
public enum TileJob<Extra: Sendable>: Sendable {
    /// A tile, by its number.
    case tile(Int)
    /// Work that came up while products were consumed.
    case extra(Extra)
}

/// Tiles in, products out in tile order, with a bounded number of unfinished tiles.
///
/// One place hands out tiles in order. At most `threads` workers run, each owning everything that it writes. One
/// consumer, on the calling thread, takes the products in tile order, so that files are written, sums are added and
/// errors are reported in the same order for every number of threads.
public struct TilePipeline<Product: Sendable, Extra: Sendable>: Sendable {
    /// Number of tiles.
    public let tiles: Int
    /// Workers at most.
    public let threads: Int
    /// Tiles that may be handed out and not yet consumed: what bounds memory.
    public let unfinishedLimit: Int
    /// What ends the run early, looked at between products and at least ten times a second.
    public let cancellation: Cancellation

    /// A pipeline; at least as many tiles may be unfinished as there are threads.
    public init(tiles: Int, threads: Int, unfinishedLimit: Int, cancellation: Cancellation) {
        precondition(threads > 0 && unfinishedLimit >= threads)
        self.tiles = tiles
        self.threads = threads
        self.unfinishedLimit = unfinishedLimit
        self.cancellation = cancellation
    }

    /// Runs to the end, or to the first error in tile order.
    ///
    /// - Parameters:
    ///   - work: called once on each worker thread. It opens what the thread needs, then takes jobs from the queue
    ///     and delivers a product for each until there are none. It may write only what it owns.
    ///   - consume: called on the calling thread, once per product: tiles in order, extra work whenever it is done.
    ///     It may return more extra work, which workers take before further tiles.
    /// - Throws: what `work` or `consume` throws, or `Cancelled`.
    public func run(
        work: @escaping @Sendable (WorkQueue<Product, Extra>) throws -> Void,
        consume: (TileJob<Extra>, Product) throws -> [Extra]
    ) throws {
        let monitor = Monitor(PipelineState<Product, Extra>(tiles: tiles, unfinishedLimit: unfinishedLimit))
        let workers = DispatchGroup()
        let dispatch = DispatchQueue(label: "quadrat.tiles", attributes: .concurrent)
        for _ in 0..<threads {
            dispatch.async(group: workers) {
                let queue = WorkQueue(monitor)
                do { try work(queue) } catch { queue.fail(error) }
            }
        }
        defer {
            monitor.update { $0.isOver = true }
            workers.wait()
        }
        while true {
            let step = try monitor.wait(atMost: 0.1) { state in
                try cancellation.check()
                return try state.nextStep()
            }
            guard case .consume(let job, let product) = step else { return }
            let extras = try consume(job, product)
            monitor.update { $0.finish(job, adding: extras) }
        }
    }
}

/// A worker's view of the pipeline. Belongs to one thread.
public final class WorkQueue<Product: Sendable, Extra: Sendable> {
    private let monitor: Monitor<PipelineState<Product, Extra>>
    private var current: TileJob<Extra>?

    fileprivate init(_ monitor: Monitor<PipelineState<Product, Extra>>) { self.monitor = monitor }

    /// The next job; waits while the limit of unfinished tiles is reached; nil when there is nothing more to do.
    public func next() -> TileJob<Extra>? {
        current = monitor.wait { $0.claim() }
        return current
    }

    /// Hands over the product of the job that `next()` gave.
    public func deliver(_ product: Product) {
        guard let job = current else { preconditionFailure("a product without a job") }
        current = nil
        monitor.update { $0.accept(.success(product), for: job) }
    }

    fileprivate func fail(_ error: any Error) {
        monitor.update { state in
            if let current { state.accept(.failure(error), for: current) } else { state.startFailure = error }
        }
    }
}

/// The shared state; every function runs under the monitor's lock.
private struct PipelineState<Product: Sendable, Extra: Sendable>: Sendable {
    enum Step {
        case consume(TileJob<Extra>, Product)
        case end
    }

    let tiles: Int
    let unfinishedLimit: Int
    var startFailure: (any Error)?
    var isOver = false
    private var nextTile = 0
    private var consumedTiles = 0
    private var ready: [Int: Result<Product, any Error>] = [:]
    private var waitingExtras: [Extra] = []
    private var finishedExtras: [(Extra, Result<Product, any Error>)] = []
    private var openExtras = 0

    init(tiles: Int, unfinishedLimit: Int) {
        self.tiles = tiles
        self.unfinishedLimit = unfinishedLimit
    }

    /// A job, or `.some(nil)` when the worker can go home; nil while there is nothing to do yet.
    mutating func claim() -> TileJob<Extra>?? {
        if isOver { return .some(nil) }
        // Extra work first: it frees memory.
        if let extra = waitingExtras.popLast() { return .extra(extra) }
        guard nextTile < tiles, nextTile - consumedTiles < unfinishedLimit else { return nil }
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
        if let result = ready.removeValue(forKey: consumedTiles) {
            return .consume(.tile(consumedTiles), try result.get())
        }
        return consumedTiles == tiles && openExtras == 0 ? .end : nil
    }

    mutating func finish(_ job: TileJob<Extra>, adding extras: [Extra]) {
        switch job {
        case .tile: consumedTiles += 1
        case .extra: openExtras -= 1
        }
        waitingExtras.append(contentsOf: extras)
        openExtras += extras.count
    }
}
