/// What whoever started a run can do about its failure: what a scheduler that reads exit codes has to know.
package enum FailureKind: Sendable, Hashable {
    /// Something was asked for that cannot be, whatever is read: other options.
    case usage
    /// The input, a catalog, the folder to write or what they mean together: the same attempt fails again.
    case refused
    /// The network, a disk, a limit of the system, another process: the same attempt may succeed later.
    case transient
}
