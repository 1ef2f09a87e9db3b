import ArgumentParser
import Foundation
import Survey
import Tiling

/// How commands end: what is said and which code the shell gets.
enum Ending {
    /// Runs a command that writes files and that signals may interrupt.
    static func of(_ body: (Cancellation) throws -> Void) throws {
        // A file that outgrows its limit (ulimit -f) is an error like a full disk, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        Interruption.endsCommand()
        do {
            try body(Cancellation { Interruption.isRequested })
        } catch is Cancelled {
            ErrorOutput.write("Interrupted: nothing was written.")
            throw ExitCode(Interruption.exitCode)
        } catch {
            ErrorOutput.write("Error: \(error)")
            throw ExitCode(1)
        }
    }

    /// Runs a command that writes nothing but its answer: signals end it at once.
    static func ofQuestion(_ body: () throws -> Void) throws {
        Interruption.endsQuestion()
        do { try body() } catch is ReaderHasLeft {
            // As the system ends others: `quadrat catalogs | head -1` has nothing to complain of.
            throw ExitCode(128 + SIGPIPE)
        } catch {
            ErrorOutput.write("Error: \(error)")
            throw ExitCode(1)
        }
    }
}

/// Thrown where nobody reads the answer to a question any more.
private struct ReaderHasLeft: Error {}

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
            let run = folders.map { "the run is complete in \($0), but " } ?? ""
            throw SurveyError("\(run)standard output cannot be written to")
        }
    }
}
