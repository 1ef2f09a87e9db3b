/// Takes products in order, on the calling thread; does a worker's work too where no thread does.
final class TileConsumer<Product: Sendable, Extra: Sendable> {
    private enum Turn {
        case step(PipelineState<Product, Extra>.Step)
        case job(TileJob<Extra>?)
        /// No worker has begun.
        case work
    }

    private let monitor: Monitor<PipelineState<Product, Extra>>
    private let cancellation: Cancellation
    private let consume: (TileJob<Extra>, Product) throws -> [Extra]
    private let isPauseDue: (Int) -> Bool
    private let pause: () throws -> Void
    /// What kept `nextJob()` from going on.
    private var failure: (any Error)?

    init(
        _ monitor: Monitor<PipelineState<Product, Extra>>, _ cancellation: Cancellation,
        _ consume: @escaping (TileJob<Extra>, Product) throws -> [Extra], isPauseDue: @escaping (Int) -> Bool,
        pause: @escaping () throws -> Void
    ) {
        self.monitor = monitor
        self.cancellation = cancellation
        self.consume = consume
        self.isPauseDue = isPauseDue
        self.pause = pause
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
            case .step(.drained): try pause()
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
                case .step(.drained): try pause()
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
        var drains = false
        if case .tile(let tile) = job { drains = isPauseDue(tile) }
        monitor.update { $0.finish(job, adding: extras, drains: drains) }
    }
}
