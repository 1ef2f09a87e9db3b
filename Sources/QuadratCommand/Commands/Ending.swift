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
        } catch let unfinished as UnfinishedRun {
            let isInterrupted = unfinished.cause is Cancelled
            ErrorOutput.write(isInterrupted ? "Interrupted." : "Error: \(unfinished.cause)")
            ErrorOutput.write("Unfinished: \(unfinished.remedy)")
            throw isInterrupted ? ExitCode(Interruption.exitCode) : ExitStatus(unfinished).code
        } catch is Cancelled {
            ErrorOutput.write("Interrupted: nothing was written.")
            throw ExitCode(Interruption.exitCode)
        } catch {
            ErrorOutput.write("Error: \(error)")
            throw ExitStatus(error).code
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
            throw ExitStatus(error).code
        }
    }
}
