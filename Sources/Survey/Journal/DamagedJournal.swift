import RasterIO

/// What an earlier run has left cannot be gone on with; it stays as it is.
struct DamagedJournal: Error {
    /// What a person is told in its place.
    let error: RasterError
}
