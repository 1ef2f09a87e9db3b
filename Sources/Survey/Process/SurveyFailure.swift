import RasterIO
package import RasterModel
import Results

/// What can be done about the errors of this library and of those beneath it.
package enum SurveyFailure {
    /// The kind of an error; of a run that ended early, of what ended it. nil where nothing is known of it.
    package static func kind(of error: any Error) -> FailureKind? {
        switch error {
        case let unfinished as UnfinishedRun: kind(of: unfinished.cause)
        case let error as QuadratError: error.kind == .inputOutput ? .transient : .refused
        default: FailureKind(of: error)
        }
    }
}
