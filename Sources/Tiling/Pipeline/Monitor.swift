import Foundation

/// State shared by threads behind one lock and one condition.
///
/// The package's only `@unchecked Sendable`: `state` is touched in `update` and `wait` alone, and both hold the lock.
/// A condition instead of a mutex of the Synchronization module, whose locking the thread sanitizer does not see.
final class Monitor<State: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var state: State

    init(_ state: State) { self.state = state }

    /// Changes the state and wakes everybody who waits for a change.
    func update<R>(_ change: (inout State) throws -> R) rethrows -> R {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        return try change(&state)
    }

    /// Waits until `attempt` gives a value; it is tried after every change, and at the latest every `interval` seconds.
    func wait<R>(atMost interval: Double = 60, until attempt: (inout State) throws -> R?) rethrows -> R {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if let result = try attempt(&state) {
                condition.broadcast()
                return result
            }
            _ = condition.wait(until: Date(timeIntervalSinceNow: interval))
        }
    }
}
