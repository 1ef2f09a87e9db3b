import Tiling

/// A request to end a survey before it is finished, which any thread may make.
public struct SurveyCancellation: Sendable {
    let request = Cancellation()

    /// A request that nobody has made yet.
    public init() {}

    /// Asks for the end: the survey throws an error of the kind `cancelled`, and what it has written is removed.
    public func cancel() { request.cancel() }
}
