import Foundation
import Survey
import RasterModel

/// Results go to standard output; that they could not is an error like any other.
enum StandardOutput {
    /// - Parameter complete: folders that are complete nevertheless; nil where there are none.
    static func deliver(_ text: String, complete folders: String? = nil) throws {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            // Whoever read it has left (`| head`): of a run nothing is lost, its folder holds everything.
            let kind = SurveyFailure.kind(of: error) ?? .transient
            if errno == EPIPE {
                guard folders == nil else { return }
                throw ReaderHasLeft()
            }
            let run = folders.map { "the run is complete in \($0), but " } ?? ""
            throw SurveyError("\(run)standard output cannot be written to", kind: kind)
        }
    }
}
