/// A request to stop, made from any thread and looked at between tiles.
public final class Cancellation: Sendable {
    private let isRequested = Monitor(false)

    public init() {}

    /// Asks for the end. What has been done so far is given up.
    public func cancel() { isRequested.update { $0 = true } }

    /// - Throws: `Cancelled` once the end has been asked for.
    public func check() throws(Cancelled) {
        if isRequested.update({ $0 }) { throw Cancelled() }
    }
}

/// Thrown when somebody asked for the end.
public struct Cancelled: Error, Hashable {
    public init() {}
}
