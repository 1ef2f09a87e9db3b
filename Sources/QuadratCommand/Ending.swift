import ArgumentParser
import Foundation
import Survey
import Tiling

/// How commands end: what is said and which code the shell gets.
enum Ending {
    /// Runs a command that Ctrl-C may interrupt.
    static func of(_ body: (Cancellation) throws -> Void) throws {
        // A file that outgrows its limit (ulimit -f) is an error like a full disk, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        let cancellation = Cancellation()
        let interrupts = InterruptWatch(cancellation)
        defer { interrupts.stop() }
        do {
            try body(cancellation)
        } catch is Cancelled {
            ErrorOutput.write("Interrupted: nothing was written.")
            throw ExitCode(130)
        } catch {
            ErrorOutput.write("Error: \(error)")
            throw ExitCode(1)
        }
    }

    /// Runs a command that writes nothing but its answer: Ctrl-C ends it at once.
    static func ofQuestion(_ body: () throws -> Void) throws {
        do { try body() } catch {
            ErrorOutput.write("Error: \(error)")
            throw ExitCode(1)
        }
    }
}

/// Results go to standard output; that they could not is an error like any other.
enum StandardOutput {
    /// - Parameter complete: folders that are complete nevertheless; nil where there are none.
    static func deliver(_ text: String, complete folders: String? = nil) throws {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            let run = folders.map { "the run is complete in \($0), but " } ?? ""
            throw SurveyError("\(run)standard output cannot be written to")
        }
    }
}
