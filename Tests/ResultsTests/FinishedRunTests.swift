import Foundation
import TestSupport
import Testing

@testable import Results

@Suite("Finished runs")
struct FinishedRunTests {
    private let folder: ScratchFolder
    private var run: String { folder.file("run") }

    init() throws {
        folder = try ScratchFolder()
        let coverage = Samples.coverage.json.text
        try folder.write(coverage.utf8, to: "run/coverage.json")
        try folder.write([1, 2, 3], to: "run/mask.tif")
        let record = Samples.record([
            RunOutput(name: "mask.tif", bytes: 3, sha256: nil),
            RunOutput(name: "coverage.json", bytes: coverage.utf8.count, sha256: nil),
            RunOutput(name: "zones.gpkg", bytes: 5, sha256: nil),
            RunOutput(name: "of-a-later-version.bin", bytes: 5, sha256: nil),
        ])
        try folder.write(record.json.text.utf8, to: "run/run.json")
    }

    /// The message of opening a folder with the test's own in front of it cut off; nil where it opens.
    private func refusal(_ path: String) -> (kind: QuadratError.Kind, message: String)? {
        do { _ = try FinishedRun(path: path) } catch {
            return (error.kind, error.message.replacing(folder.path + "/", with: ""))
        }
        return nil
    }

    @Test("A run gives its record, what was found, and its files")
    func opens() throws {
        let finished = try FinishedRun(path: run)
        #expect(finished.coverage == Samples.coverage)
        #expect(finished.record.command == ["quadrat", "cover"])
        #expect(finished.outputs == [.mask, .coverage, .zones])
        #expect(try finished.path(of: .mask) == run + "/mask.tif")
        #expect(try FinishedRun(path: run + "/").path(of: .record) == run + "/run.json")
    }

    @Test("A link to a run is that run")
    func link() throws {
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: run)
        #expect(try FinishedRun(path: folder.file("link")).coverage == Samples.coverage)
    }

    @Test("What the run has not written, or what has changed since, is named")
    func outputs() throws {
        let finished = try FinishedRun(path: run)
        func message(_ file: RunFile) -> String? {
            do { _ = try finished.path(of: file) } catch { return error.message.replacing(run, with: "run") }
            return nil
        }
        #expect(message(.objects) == "the run in run has written no objects.gpkg")
        #expect(message(.zones) == "cannot read the run in run: zones.gpkg is missing")
        #expect(
            message(.preview)
                == "cannot read the run in run: the run could not write preview.png: cannot write out/preview.png: disk full"
        )
        try folder.write([1, 2], to: "run/mask.tif")
        #expect(
            message(.mask)
                == "cannot read the run in run: mask.tif has 2 bytes, and the run wrote 3: it was changed since")
    }

    @Test("What is no finished run is refused with what it is")
    func notARun() throws {
        #expect(refusal(folder.file("no"))?.message == "cannot read the run in no: there is no such folder")
        #expect(
            refusal(run + "/mask.tif")?.message
                == "cannot read the run in run/mask.tif: it is a file; name the run folder that 'quadrat cover' has written"
        )
        #expect(
            refusal(folder.path)?.message
                == "cannot read the run in \(folder.path): it holds a run; name one: run")
        try folder.write([], to: "open.partial/mask.scratch")
        #expect(
            refusal(folder.file("open"))?.message
                == "cannot read the run in open: it is not finished (open.partial is there); run it to its end first")
        #expect(
            refusal(folder.file("open.partial"))?.message
                == "cannot read the run in open.partial: it has no run.json, so no run has finished there")
    }

    @Test("A damaged run says which file, where, and what")
    func damaged() throws {
        try folder.write(Array(Samples.coverage.json.text.utf8.dropLast()) + [0x20], to: "run/coverage.json")
        #expect(try FinishedRun(path: run).coverage == Samples.coverage)
        try folder.write("{}".utf8, to: "run/coverage.json")
        let size = Samples.coverage.json.text.utf8.count
        #expect(
            refusal(run)?.message
                == "cannot read the run in run: coverage.json has 2 bytes, and the run wrote \(size): it was changed since"
        )
        try FileManager.default.removeItem(atPath: run + "/coverage.json")
        #expect(refusal(run)?.message == "cannot read the run in run: coverage.json is missing")
        try folder.write("{\"schema\": ".utf8, to: "run/run.json")
        #expect(refusal(run)?.kind == .run)
        #expect(
            refusal(run)?.message
                == "cannot read run/run.json: line 1, column 12: the document ends where a value should stand")
    }

    @Test("A run of a later version is told apart")
    func later() throws {
        let text = Samples.record().json.text.replacing("quadrat/run/1", with: "quadrat/run/2")
        try folder.write(text.utf8, to: "run/run.json")
        #expect(refusal(run)?.kind == .newerVersion)
        #expect(
            refusal(run)?.message
                == "cannot read run/run.json: schema: is 'quadrat/run/2', which a later version of quadrat has written: read "
                + "it with that one")
    }

    @Test("What a run may clear holds everything that it may write, and nothing twice")
    func names() {
        #expect(RunFile.names.count == RunFile.allCases.count)
        #expect(RunFile.names.isSubset(of: RunFile.leftovers))
        #expect(RunFile.Scratch.allCases.allSatisfy { RunFile.leftovers.contains($0.name) })
        #expect(RunFile.leftovers.count == 21)
    }
}
