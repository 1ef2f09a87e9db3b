import Foundation
import Testing

@testable import Tiling

/// What a test's worker or consumer throws.
private enum Failure: Error, Equatable {
    case tile(Int), extra(Int), consumer, start
}

/// What workers and the consumer have done so far.
private struct Progress: Sendable {
    var workers = 0
    var handedOut = 0
    var consumed = 0
    var mostUnfinished = 0

    mutating func claim() {
        handedOut += 1
        mostUnfinished = max(mostUnfinished, handedOut - consumed)
    }
}

extension Monitor<Progress> {
    /// Waits until all workers have begun, but no longer than a machine under load may take for that.
    fileprivate func wait(untilAllBegin threads: Int) {
        let deadline = ContinuousClock.now + .seconds(20)
        wait(atMost: 0.1) { $0.workers == threads || ContinuousClock.now > deadline ? () : nil }
    }
}

@Suite("Tile pipeline", .serialized, .timeLimit(.minutes(1)))
struct TilePipelineTests {
    private typealias Pipeline = TilePipeline<Int, Int>

    private func pipeline(
        tiles: Int, threads: Int, unfinished: Int? = nil, cancellation: Cancellation = Cancellation()
    ) -> Pipeline {
        Pipeline(
            tiles: tiles, threads: threads, unfinishedLimit: unfinished ?? 2 * threads + 2, cancellation: cancellation)
    }

    /// Work whose length differs from tile to tile, so that tiles get done out of order.
    private static func product(_ tile: Int) -> Int {
        var value = UInt64(tile)
        for _ in 0..<(tile * 7919 % 13) * 100 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
        return tile * 10 + (value == 42 ? 1 : 0)
    }

    /// Delivers every job; throws for the tiles and extra jobs named.
    private static func work(
        _ queue: WorkQueue<Int, Int>, failingTiles: Set<Int> = [], failingExtras: Set<Int> = []
    ) throws {
        while let job = queue.next() {
            switch job {
            case .tile(let tile):
                let product = product(tile)
                if failingTiles.contains(tile) { throw Failure.tile(tile) }
                queue.deliver(product)
            case .extra(let extra):
                if failingExtras.contains(extra) { throw Failure.extra(extra) }
                queue.deliver(-extra)
            }
        }
    }

    @Test("Products come in the order of tiles, each once", arguments: 0...8, [0, 1, 2, 97])
    func order(threads: Int, tiles: Int) throws {
        var seen: [Int] = []
        try pipeline(tiles: tiles, threads: threads).run { queue in
            try Self.work(queue)
        } consume: { job, product in
            guard case .tile(let tile) = job, product == tile * 10 else {
                Issue.record("\(job) came with \(product)")
                return []
            }
            seen.append(tile)
            return []
        }
        #expect(seen == Array(0..<tiles))
    }

    @Test(
        "The unfinished tiles reach the limit and never pass it", arguments: [(1, 1), (1, 5), (2, 2), (3, 8), (8, 8)])
    func limit(threads: Int, unfinished: Int) throws {
        let progress = Monitor(Progress())
        try pipeline(tiles: 60, threads: threads, unfinished: unfinished).run { queue in
            progress.update { $0.workers += 1 }
            // None goes on before all have begun.
            progress.wait(untilAllBegin: threads)
            while let job = queue.next() {
                progress.update { $0.claim() }
                if case .tile(let tile) = job { queue.deliver(Self.product(tile)) }
            }
        } consume: { job, _ in
            // Holds the first product back until the workers have run as far ahead as they may.
            if case .tile(0) = job { _ = progress.wait { $0.handedOut >= unfinished ? true : nil } }
            progress.update { $0.consumed += 1 }
            return []
        }
        let seen = progress.update { $0 }
        #expect(seen.mostUnfinished == unfinished)
        #expect(seen.workers == threads)
    }

    @Test("Where the system gives no thread, or few, the calling one works too", arguments: [0, 1, 3], [1, 2, 97])
    func withoutThreads(begun: Int, tiles: Int) throws {
        for failing in [nil, tiles / 2] {
            var pipeline = pipeline(tiles: tiles, threads: 4)
            let started = Monitor(0)
            let start = pipeline.start
            pipeline.patience = .milliseconds(10)
            pipeline.start = { body in
                if started.update({
                    $0 += 1
                    return $0 <= begun
                }) {
                    start(body)
                }
            }
            var (seen, extras): ([Int], [Int]) = ([], [])
            let run = {
                try pipeline.run { queue in
                    try Self.work(queue, failingTiles: failing.map { [$0] } ?? [])
                } consume: { job, _ in
                    switch job {
                    case .tile(let tile): seen.append(tile)
                    case .extra(let extra): extras.append(extra)
                    }
                    return seen.last == 0 && extras.isEmpty && seen.count == 1 ? [7] : []
                }
            }
            if let failing {
                #expect(throws: Failure.tile(failing)) { try run() }
                #expect(seen == Array(0..<failing))
            } else {
                try run()
                #expect(seen == Array(0..<tiles) && extras == [7])
            }
        }
    }

    @Test("Without a thread the calling one ends by what the consumer throws, and when it is asked to")
    func withoutThreadsEnds() {
        var pipeline = pipeline(tiles: 50, threads: 2)
        pipeline.patience = .zero
        pipeline.start = { _ in }
        #expect(throws: Failure.consumer) {
            try pipeline.run {
                try Self.work($0)
            } consume: { job, _ in
                if case .tile(3) = job { throw Failure.consumer }
                return []
            }
        }
        let asked = Monitor(false)
        var other = self.pipeline(
            tiles: 50, threads: 2, cancellation: Cancellation { asked.update { $0 } })
        other.patience = .zero
        other.start = { _ in }
        #expect(throws: Cancelled.self) {
            try other.run {
                try Self.work($0)
            } consume: { _, _ in
                asked.update { $0 = true }
                return []
            }
        }
    }

    @Test("With no threads all is done on the calling one, in the same order every time", arguments: [1, 5])
    func inline(unfinished: Int) throws {
        /// What was done, in order.
        enum Event: Hashable {
            case worked(Int), consumed(Int)
        }
        let expected: [Event] = [
            .worked(0), .consumed(0), .worked(-8), .consumed(-8), .worked(-7), .consumed(-7), .worked(1), .consumed(1),
            .worked(2), .consumed(2),
        ]
        for _ in 0..<20 {
            var pipeline = pipeline(tiles: 3, threads: 0, unfinished: unfinished)
            pipeline.patience = .seconds(3600)
            pipeline.start = { _ in Issue.record("a thread was started") }
            let (caller, events) = (ObjectIdentifier(Thread.current), Monitor([Event]()))
            try pipeline.run { queue in
                #expect(ObjectIdentifier(Thread.current) == caller)
                while let job = queue.next() {
                    let product =
                        switch job {
                        case .tile(let tile): tile
                        case .extra(let extra): -extra
                        }
                    events.update { $0.append(.worked(product)) }
                    queue.deliver(product)
                }
            } consume: { _, product in
                events.update { $0.append(.consumed(product)) }
                return product == 0 ? [7, 8] : []
            }
            #expect(events.update { $0 } == expected)
        }
    }

    @Test("Extra work is done before the end, also what extra work brings up", arguments: 0...8)
    func extras(threads: Int) throws {
        var (tiles, extras): ([Int], [Int]) = ([], [])
        try pipeline(tiles: 20, threads: threads).run { queue in
            try Self.work(queue)
        } consume: { job, product in
            switch job {
            case .tile(let tile):
                tiles.append(tile)
                // Chains of 0 to 4 further jobs.
                return tile % 2 == 0 ? [100 * tile + 4, 100 * tile + 50] : []
            case .extra(let extra):
                #expect(product == -extra)
                extras.append(extra)
                return extra % 10 == 0 ? [] : [extra - 1]
            }
        }
        let expected = stride(from: 0, to: 20, by: 2).flatMap { tile in [0, 1, 2, 3, 4, 50].map { 100 * tile + $0 } }
        #expect(tiles == Array(0..<20))
        #expect(extras.sorted() == expected)
    }

    @Test("The lowest failing tile's error ends the run, after all tiles before it", arguments: [0, 1, 2, 3, 4, 8])
    func lowestError(threads: Int) {
        for _ in 0..<50 {
            var seen: [Int] = []
            #expect(throws: Failure.tile(7)) {
                try pipeline(tiles: 40, threads: threads).run { queue in
                    try Self.work(queue, failingTiles: [7, 8, 9, 12, 30])
                } consume: { job, _ in
                    if case .tile(let tile) = job { seen.append(tile) }
                    return []
                }
            }
            #expect(seen == Array(0..<7))
        }
    }

    @Test("Extra work that fails ends the run", arguments: [0, 1, 4])
    func failingExtra(threads: Int) {
        for _ in 0..<50 {
            #expect(throws: Failure.extra(3)) {
                try pipeline(tiles: 5, threads: threads).run { queue in
                    try Self.work(queue, failingExtras: [3])
                } consume: { job, _ in
                    if case .tile(let tile) = job { [tile] } else { [] }
                }
            }
        }
    }

    @Test("A worker that cannot start ends the run", arguments: [0, 1, 2, 8])
    func cannotStart(threads: Int) {
        for _ in 0..<50 {
            var consumed = 0
            #expect(throws: Failure.start) {
                try pipeline(tiles: 40, threads: threads).run { _ in
                    throw Failure.start
                } consume: { _, _ in
                    consumed += 1
                    return []
                }
            }
            #expect(consumed == 0)
        }
    }

    @Test("One worker of several that cannot start ends the run too")
    func oneCannotStart() {
        for _ in 0..<50 {
            let started = Monitor(0)
            #expect(throws: Failure.start) {
                try pipeline(tiles: 10, threads: 2).run { queue in
                    let number = started.update {
                        $0 += 1
                        return $0
                    }
                    if number == 2 { throw Failure.start }
                    // Takes jobs and delivers nothing: only the other worker's error can end the run.
                    while queue.next() != nil {}
                } consume: { _, _ in
                    Issue.record("nothing was delivered")
                    return []
                }
            }
        }
    }

    @Test("A consumer that throws ends the run with its own error", arguments: [0, 1, 2, 8])
    func failingConsumer(threads: Int) {
        for round in 0..<50 {
            let last = round % 20
            var seen: [Int] = []
            #expect(throws: Failure.consumer) {
                try pipeline(tiles: 40, threads: threads).run { queue in
                    try Self.work(queue, failingTiles: [20])
                } consume: { job, _ in
                    guard case .tile(let tile) = job else { return [] }
                    seen.append(tile)
                    if tile == last { throw Failure.consumer }
                    return [tile]
                }
            }
            #expect(seen == Array(0...last))
        }
    }

    @Test("Cancelled before the start: nothing is consumed", arguments: [0, 1, 8])
    func cancelledEarly(threads: Int) {
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(throws: Cancelled()) {
            try pipeline(tiles: 40, threads: threads, cancellation: cancellation).run { queue in
                try Self.work(queue)
            } consume: { _, _ in
                Issue.record("nothing may be consumed")
                return []
            }
        }
    }

    @Test("Cancelled by the consumer: no further product", arguments: [0, 1, 2, 8])
    func cancelledByConsumer(threads: Int) {
        for _ in 0..<50 {
            let cancellation = Cancellation()
            var seen = 0
            #expect(throws: Cancelled()) {
                try pipeline(tiles: 40, threads: threads, cancellation: cancellation).run { queue in
                    try Self.work(queue)
                } consume: { _, _ in
                    seen += 1
                    if seen == 6 { cancellation.cancel() }
                    return []
                }
            }
            #expect(seen == 6)
        }
    }

    @Test("Cancelled from another thread while the consumer waits", arguments: [0, 1, 4])
    func cancelledByWorker(threads: Int) {
        let cancellation = Cancellation()
        #expect(throws: Cancelled()) {
            try pipeline(tiles: 1_000_000, threads: threads, cancellation: cancellation).run { queue in
                while let job = queue.next() {
                    guard case .tile(let tile) = job else { continue }
                    if tile == 3 { cancellation.cancel() }
                    queue.deliver(tile)
                }
            } consume: { _, _ in
                []
            }
        }
    }
}
