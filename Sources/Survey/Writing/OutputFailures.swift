import Foundation
import RasterIO
import Tiling

/// Outputs of one run folder that could not be written and take nothing from the others: they are missing in the folder, and
/// the run says so and ends as failed.
struct OutputFailures: Sendable {
    /// One of them.
    struct Failure: Sendable {
        /// The file's name in the folder.
        var name: String
        /// The line of error.
        var reason: String
    }

    private(set) var all: [Failure] = []

    /// Writes one output; where that fails, it is given up.
    ///
    /// - Throws: only that the person has interrupted the run.
    mutating func attempt(_ name: String, in folder: RunFolder, _ body: () throws -> Void) throws {
        do { try body() } catch let interruption as Cancelled { throw interruption } catch {
            add(name, error, in: folder)
        }
    }

    /// Gives up an output that failed.
    mutating func add(_ name: String, _ error: any Error, in folder: RunFolder) {
        folder.drop(name)
        // By then the folder has its name.
        let reason = "\(error)".replacingOccurrences(of: folder.workingPath + "/", with: folder.path + "/")
        let path = "\(folder.path)/\(name)"
        // What it was made from may have failed.
        all.append(Failure(name: name, reason: reason.contains(path) ? reason : "cannot write \(path): \(reason)"))
    }

    /// Takes in those of another.
    mutating func append(_ other: OutputFailures) { all += other.all }

    /// True where an output has been given up.
    func contains(_ name: String) -> Bool { all.contains { $0.name == name } }
}
