import Foundation

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
///
/// The system may give fewer threads than are asked for (limits on processes, on tasks of a container, on addresses).
/// Then fewer workers run; where none begins, the calling thread does their work as well.
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
        let monitor = Monitor(
            PipelineState<Product, Extra>(tiles: tiles, unfinishedLimit: unfinishedLimit, places: threads))
        for _ in 0..<threads { start { Self.perform(work, on: monitor) } }
        defer {
            monitor.update { $0.isOver = true }
            _ = monitor.wait { $0.running == 0 ? true : nil }
        }
        try withoutActuallyEscaping(consume) { consume in
            try TileConsumer(monitor, cancellation, consume).run(work, workingAfter: patience)
        }
    }

    /// How long the calling thread waits for a first worker to begin before it does the work as well.
    var patience = Duration.seconds(1)
    /// Starts a thread, which may never begin. Not by Dispatch: where that gets no thread, it sleeps until there is one.
    var start: @Sendable (@escaping @Sendable () -> Void) -> Void = { Thread.detachNewThread($0) }

    /// What a worker's thread does, if there is still something to do when it begins.
    private static func perform(
        _ work: (WorkQueue<Product, Extra>) throws -> Void, on monitor: Monitor<PipelineState<Product, Extra>>
    ) {
        guard monitor.update({ $0.begin() }) else { return }
        defer { monitor.update { $0.running -= 1 } }
        let queue = WorkQueue(monitor)
        do { try work(queue) } catch { queue.fail(error) }
    }
}

/// A worker's view of the pipeline. Belongs to one thread.
public final class WorkQueue<Product: Sendable, Extra: Sendable> {
    private let monitor: Monitor<PipelineState<Product, Extra>>
    private var current: TileJob<Extra>?
    /// Where the calling thread is the worker: it takes products while it looks for work.
    private let consumer: TileConsumer<Product, Extra>?

    fileprivate init(
        _ monitor: Monitor<PipelineState<Product, Extra>>, consumer: TileConsumer<Product, Extra>? = nil
    ) {
        self.monitor = monitor
        self.consumer = consumer
    }

    /// The next job; waits while the limit of unfinished tiles is reached; nil when there is nothing more to do.
    public func next() -> TileJob<Extra>? {
        current = if let consumer { consumer.nextJob() } else { monitor.wait { $0.claim() } }
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

/// Takes products in order, on the calling thread; does a worker's work too where no thread does.
private final class TileConsumer<Product: Sendable, Extra: Sendable> {
    private enum Turn {
        case step(PipelineState<Product, Extra>.Step)
        case job(TileJob<Extra>?)
        /// No worker has begun.
        case work
    }

    private let monitor: Monitor<PipelineState<Product, Extra>>
    private let cancellation: Cancellation
    private let consume: (TileJob<Extra>, Product) throws -> [Extra]
    /// What kept `nextJob()` from going on.
    private var failure: (any Error)?

    init(
        _ monitor: Monitor<PipelineState<Product, Extra>>, _ cancellation: Cancellation,
        _ consume: @escaping (TileJob<Extra>, Product) throws -> [Extra]
    ) {
        self.monitor = monitor
        self.cancellation = cancellation
        self.consume = consume
    }

    /// Runs until all products are taken.
    func run(
        _ work: (WorkQueue<Product, Extra>) throws -> Void, workingAfter patience: Duration
    ) throws {
        let deadline = ContinuousClock.now + patience
        while true {
            let turn = try turn { $0.begun == 0 && ContinuousClock.now >= deadline && $0.begin() ? .work : nil }
            switch turn {
            case .step(.end): return
            case .step(.consume(let job, let product)): try take(product, of: job)
            case .work: try perform(work)
            case .job: preconditionFailure("nobody asked for a job")
            }
        }
    }

    /// A job for the calling thread, after all products that are ready; nil when there is nothing more to do.
    func nextJob() -> TileJob<Extra>? {
        do {
            while true {
                switch try turn(or: { $0.claim().map(Turn.job) }) {
                case .step(.consume(let job, let product)): try take(product, of: job)
                case .job(let job): return job
                case .step(.end), .work: return nil
                }
            }
        } catch {
            failure = error
            return nil
        }
    }

    private func perform(_ work: (WorkQueue<Product, Extra>) throws -> Void) throws {
        defer { monitor.update { $0.running -= 1 } }
        let queue = WorkQueue(monitor, consumer: self)
        do { try work(queue) } catch { queue.fail(error) }
        if let failure { throw failure }
    }

    private func turn(or other: (inout PipelineState<Product, Extra>) -> Turn?) throws -> Turn {
        try monitor.wait(atMost: 0.1) { state in
            try cancellation.check()
            if let step = try state.nextStep() { return .step(step) }
            return other(&state)
        }
    }

    private func take(_ product: Product, of job: TileJob<Extra>) throws {
        let extras = try consume(job, product)
        monitor.update { $0.finish(job, adding: extras) }
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
    /// Workers at most.
    let places: Int
    /// Workers that have begun, and that have not ended.
    private(set) var begun = 0
    var running = 0
    var startFailure: (any Error)?
    var isOver = false
    private var nextTile = 0
    private var consumedTiles = 0
    private var ready: [Int: Result<Product, any Error>] = [:]
    private var waitingExtras: [Extra] = []
    private var finishedExtras: [(Extra, Result<Product, any Error>)] = []
    private var openExtras = 0

    init(tiles: Int, unfinishedLimit: Int, places: Int) {
        self.tiles = tiles
        self.unfinishedLimit = unfinishedLimit
        self.places = places
    }

    /// Takes a place; false where there is none, or nothing to do.
    mutating func begin() -> Bool {
        guard !isOver, begun < places else { return false }
        begun += 1
        running += 1
        return true
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
