/// What a sweep reads.
struct SweepSource: Sendable {
    let store: SweepStore
    let spool: CodeSpool
    /// Carried out as blocks are read; nil for none.
    let removal: PendingRemoval?
}
