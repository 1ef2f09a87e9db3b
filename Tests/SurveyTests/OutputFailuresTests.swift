import RasterIO
import Results
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("Outputs that could not be written")
struct OutputFailuresTests {
    /// An error of one line.
    private struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    private let scratch: ScratchFolder
    private let folder: RunFolder

    init() throws {
        scratch = try ScratchFolder()
        folder = try RunFolder(path: scratch.file("run"), overwrites: false)
    }

    private func write(_ name: String) throws { try scratch.write([1], to: "run.partial/" + name) }

    @Test("What can be written is there, and nothing is told of it")
    func success() throws {
        var failures = OutputFailures()
        try failures.attempt("a.csv", in: folder) { try write("a.csv") }
        #expect(failures.all.isEmpty && !failures.contains("a.csv"))
        #expect(try scratch.names(in: "run.partial") == ["a.csv"])
    }

    @Test("What fails goes, with what lies beside it, and takes nothing from the others")
    func failure() throws {
        var failures = OutputFailures()
        try write("b.gpkg")
        try failures.attempt("a.gpkg", in: folder) {
            for ending in [""] + RunFile.companions { try write("a.gpkg" + ending) }
            throw Failure(description: "the disk is full")
        }
        #expect(failures.all.map(\.name) == ["a.gpkg"] && failures.contains("a.gpkg"))
        #expect(try scratch.names(in: "run.partial") == ["b.gpkg"])
    }

    @Test("The reason names the file where it will be looked for, and names it once")
    func reasons() throws {
        var failures = OutputFailures()
        failures.add("a.csv", Failure(description: "the disk is full"), in: folder)
        failures.add("b.csv", Failure(description: "cannot open \(folder.workingPath)/b.csv: it is gone"), in: folder)
        #expect(
            failures.all.map(\.reason) == [
                "cannot write \(folder.path)/a.csv: the disk is full", "cannot open \(folder.path)/b.csv: it is gone",
            ])
    }

    @Test("An interruption is no failure: it goes on")
    func interruption() throws {
        var failures = OutputFailures()
        #expect(throws: Cancelled.self) { try failures.attempt("a.csv", in: folder) { throw Cancelled() } }
        #expect(failures.all.isEmpty)
    }

    @Test("Those of another come after one's own")
    func append() {
        var (failures, other) = (OutputFailures(), OutputFailures())
        failures.add("a.csv", Failure(description: "x"), in: folder)
        other.add("b.csv", Failure(description: "y"), in: folder)
        failures.append(other)
        #expect(failures.all.map(\.name) == ["a.csv", "b.csv"])
    }
}
