import Dispatch

/// Work that runs on another thread until its result is asked for.
public struct Background<Value: Sendable>: Sendable {
    private let result: Monitor<Result<Value, any Error>?>

    /// Starts the work at once. It may touch only what it owns.
    public init(_ work: @escaping @Sendable () throws -> Value) {
        let result = Monitor<Result<Value, any Error>?>(nil)
        self.result = result
        DispatchQueue.global().async {
            let outcome = Result { try work() }
            result.update { $0 = outcome }
        }
    }

    /// Waits for the end of the work and gives what it returned, or throws what it threw.
    public func value() throws -> Value { try result.wait { $0 }.get() }
}
