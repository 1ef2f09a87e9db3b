import Foundation

/// Tiles in, products out in tile order, with a bounded number of unfinished tiles.
///
/// One place hands out tiles in order. At most `threads` workers run, each owning everything that it writes. One
/// consumer, on the calling thread, takes the products in tile order, so that files are written, sums are added and
/// errors are reported in the same order for every number of threads.
///
/// The system may give fewer threads than are asked for (limits on processes, on tasks of a container, on addresses).
/// Then fewer workers run; where none begins, the calling thread does their work as well. With no threads it does so from
/// the start: it takes each product before it turns to the next job, and what it does is done in the same order every time.
package struct TilePipeline<Product: Sendable, Extra: Sendable>: Sendable {
    /// Numbers of the tiles.
    package let tiles: Range<Int>
    /// Workers at most, each on a thread of its own; 0: the calling thread does all the work, and no thread is started.
    package let threads: Int
    /// Tiles that may be handed out and not yet consumed: what bounds memory.
    package let unfinishedLimit: Int
    /// What ends the run early, looked at between products and at least ten times a second.
    package let cancellation: Cancellation

    /// A pipeline; at least as many tiles may be unfinished as there are workers.
    package init(tiles: Int, threads: Int, unfinishedLimit: Int, cancellation: Cancellation) {
        self.init(tiles: 0..<tiles, threads: threads, unfinishedLimit: unfinishedLimit, cancellation: cancellation)
    }

    /// The same for some of the tiles.
    package init(tiles: Range<Int>, threads: Int, unfinishedLimit: Int, cancellation: Cancellation) {
        precondition(threads >= 0 && unfinishedLimit >= max(1, threads))
        self.tiles = tiles
        self.threads = threads
        self.unfinishedLimit = unfinishedLimit
        self.cancellation = cancellation
    }

    /// Runs to the end, or to the first error in tile order.
    ///
    /// - Parameters:
    ///   - work: called once by each worker, on its thread. It opens what the thread needs, then takes jobs from the queue
    ///     and delivers a product for each until there are none. It may write only what it owns.
    ///   - consume: called on the calling thread, once per product: tiles in order, extra work whenever it is done.
    ///     It may return more extra work, which workers take before further tiles.
    ///   - isPauseDue: asked on the calling thread after each tile that has been consumed, by its number: true where there is to
    ///     be a pause before the next.
    ///   - pause: called on the calling thread when nothing is under way: every product of the tiles so far, and of the work
    ///     that followed from them, has been consumed, and none of a later tile.
    /// - Throws: what `work` or `consume` throws, or `Cancelled`.
    package func run(
        work: @escaping @Sendable (WorkQueue<Product, Extra>) throws -> Void,
        consume: (TileJob<Extra>, Product) throws -> [Extra],
        isPauseDue: (Int) -> Bool = { _ in false },
        pause: () throws -> Void = {}
    ) throws {
        let monitor = Monitor(
            PipelineState<Product, Extra>(tiles: tiles, unfinishedLimit: unfinishedLimit, slots: max(1, threads)))
        for _ in 0..<threads { start { Self.perform(work, on: monitor) } }
        defer {
            monitor.update { $0.isOver = true }
            _ = monitor.wait { $0.running == 0 ? true : nil }
        }
        try withoutActuallyEscaping(consume) { consume in
            try withoutActuallyEscaping(isPauseDue) { isPauseDue in
                try withoutActuallyEscaping(pause) { pause in
                    try TileConsumer(monitor, cancellation, consume, isPauseDue: isPauseDue, pause: pause)
                        .run(work, workingAfter: threads == 0 ? .zero : patience)
                }
            }
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
