/// What counting took beyond the survey of the cover.
package struct CountingCost: Sendable, Hashable {
    /// Seconds of the sweeps and of the writing.
    package let seconds: Double
    /// Bytes by which the peak of memory rose; nil where the system does not tell.
    package let addedBytes: Int?
}
