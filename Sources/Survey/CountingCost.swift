/// What counting took beyond the survey of the cover.
public struct CountingCost: Sendable, Hashable {
    /// Seconds of the sweeps and of the writing.
    public let seconds: Double
    /// Bytes by which the peak of memory rose; nil where the system does not tell.
    public let addedBytes: Int?
}
