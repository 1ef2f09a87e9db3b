/// A worker's view of the pipeline. Belongs to one thread.
package final class WorkQueue<Product: Sendable, Extra: Sendable> {
    private let monitor: Monitor<PipelineState<Product, Extra>>
    private var current: TileJob<Extra>?
    /// Where the calling thread is the worker: it takes products while it looks for work.
    private let consumer: TileConsumer<Product, Extra>?

    init(
        _ monitor: Monitor<PipelineState<Product, Extra>>, consumer: TileConsumer<Product, Extra>? = nil
    ) {
        self.monitor = monitor
        self.consumer = consumer
    }

    /// The next job; waits while the limit of unfinished tiles is reached; nil when there is nothing more to do.
    package func next() -> TileJob<Extra>? {
        current = if let consumer { consumer.nextJob() } else { monitor.wait { $0.claim() } }
        return current
    }

    /// Hands over the product of the job that `next()` gave.
    package func deliver(_ product: Product) {
        guard let job = current else { preconditionFailure("a product without a job") }
        current = nil
        monitor.update { $0.accept(.success(product), for: job) }
    }

    func fail(_ error: any Error) {
        monitor.update { state in
            if let current { state.accept(.failure(error), for: current) } else { state.startFailure = error }
        }
    }
}
