import RasterIO
import RasterModel

/// What an earlier run has left cannot be gone on with; it stays as it is.
struct DamagedJournal: Error, KnownFailure {
    /// What a person is told.
    let error: RasterError

    var kind: FailureKind { .refused }
}
