/// A request to stop, made from any thread and looked at between tiles.
package final class Cancellation: Sendable {
    private let isRequested = Monitor(false)
    private let isAskedFor: @Sendable () -> Bool

    /// A request that nobody has made yet.
    ///
    /// - Parameter asked: a further way of asking, looked at whenever the request is; for example a signal.
    package init(when asked: @escaping @Sendable () -> Bool = { false }) { isAskedFor = asked }

    /// Asks for the end. What has been done so far is given up.
    ///
    /// - Returns: false where somebody asked before.
    @discardableResult
    package func cancel() -> Bool {
        isRequested.update { isRequested in
            defer { isRequested = true }
            return !isRequested
        }
    }

    /// Goes on, or ends by an error.
    ///
    /// - Throws: `Cancelled` once the end has been asked for.
    package func check() throws(Cancelled) {
        if isAskedFor() || isRequested.update({ $0 }) { throw Cancelled() }
    }
}
