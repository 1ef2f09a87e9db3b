/// An error that knows what can be done about it.
package protocol KnownFailure: Error {
    /// What can be done about it.
    var kind: FailureKind { get }
}
