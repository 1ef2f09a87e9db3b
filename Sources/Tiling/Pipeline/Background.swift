import Foundation

/// Work that runs on another thread until its result is asked for.
///
/// Where the system gives no further thread, whoever asks for the result does the work.
package struct Background<Value: Sendable>: Sendable {
    private enum State: Sendable {
        case waiting(@Sendable () throws -> Value)
        case running
        case done(Result<Value, any Error>)

        /// The work, for the first who asks.
        mutating func claim() -> (@Sendable () throws -> Value)? {
            guard case .waiting(let work) = self else { return nil }
            self = .running
            return work
        }

        var result: Result<Value, any Error>? {
            if case .done(let result) = self { result } else { nil }
        }
    }

    private let state: Monitor<State>

    /// Starts the work at once. It may touch only what it owns.
    package init(_ work: @escaping @Sendable () throws -> Value) {
        let state = Monitor(State.waiting(work))
        self.state = state
        // Not by Dispatch: where it gets no thread, it sleeps until there is one.
        Thread.detachNewThread { Self.perform(state) }
    }

    /// True once the work is done.
    package var isDone: Bool { state.update { $0.result != nil } }

    /// Waits for the end of the work and gives what it returned, or throws what it threw.
    package func value() throws -> Value {
        Self.perform(state)
        return try state.wait { $0.result }.get()
    }

    private static func perform(_ state: Monitor<State>) {
        guard let work = state.update({ $0.claim() }) else { return }
        let result = Result { try work() }
        state.update { $0 = .done(result) }
    }
}
