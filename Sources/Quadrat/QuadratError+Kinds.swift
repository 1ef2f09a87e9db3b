import Catalog
import Coverage
import RasterIO
import RasterModel
import Results
import Survey
import Tiling

extension QuadratError {
    /// The error of any part of the program as the one that callers get.
    private init(of error: any Error) {
        switch error {
        case let error as QuadratError: self = error
        case is Cancelled: self.init(.cancelled, "the survey was cancelled: nothing was written")
        case let unfinished as UnfinishedRun where unfinished.cause is Cancelled:
            self.init(.cancelled, "the survey was cancelled: \(unfinished.remedy)".joinedLines)
        case let unfinished as UnfinishedRun:
            self.init(QuadratError(of: unfinished.cause).kind, "\(unfinished)".joinedLines)
        case let error as any KnownFailure where error.kind == .transient: self.init(.inputOutput, "\(error)")
        case is RasterError: self.init(.file, "\(error)")
        case is SurveyError, is CatalogError, is CoverageError: self.init(.refused, "\(error)")
        // The program's own errors are those above; others are Foundation's, of its input and output.
        default: self.init(.inputOutput, "\(error)".joinedLines)
        }
    }

    /// What a body gives, or its error as one that callers can tell apart.
    static func wrapping<Value>(_ body: () throws -> Value) throws(QuadratError) -> Value {
        do { return try body() } catch { throw QuadratError(of: error) }
    }
}
