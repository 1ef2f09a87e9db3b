import Foundation
import Survey
import RasterModel

/// Results go to standard output; that they could not is an error like any other.
enum StandardOutput {
    /// - Parameter complete: folders that are complete nevertheless; nil where there are none.
    static func deliver(_ text: String, complete folders: String? = nil) throws {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            // Whoever read it has left (`| head`): of a run nothing is lost, its folder holds everything.
            if errno == EPIPE {
                guard folders == nil else { return }
                throw ReaderHasLeft()
            }
            let problem = "standard output cannot be written to"
            // The same command would find the folders: no other attempt prints it.
            if let folders { throw IncompleteRun(description: "the run is complete in \(folders), but \(problem)") }
            throw SurveyError(problem, kind: SurveyFailure.kind(of: error) ?? .transient)
        }
    }
}
