import Foundation
import RasterIO
import TestSupport
import Testing

@Suite("Run folder")
struct RunFolderTests {
    private let folder: ScratchFolder
    private var out: String { folder.file("out") }

    init() throws { folder = try ScratchFolder() }

    /// Writes a run into `out` and commits it.
    private func finishRun(_ text: String, overwrites: Bool = false) throws {
        let run = try RunFolder(path: out, overwrites: overwrites)
        try run.clear()
        try write(record(text), to: run.file("run.json"))
        try run.commit()
    }

    /// The record of a run, as far as it matters here.
    private func record(_ text: String) -> String { "{\"schema\": \"quadrat/run/1\", \"text\": \"\(text)\"}" }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try bytes(of: folder.file(name)), as: UTF8.self)
    }

    @Test("A run works beside its name, and takes the name when it is complete")
    func commit() throws {
        let run = try RunFolder(path: out, overwrites: false)
        #expect(run.file("a") == out + ".partial/a")
        try write("1", to: run.file("a"))
        #expect(try folder.names() == ["out.partial"])
        try run.commit()
        #expect(try folder.names() == ["out"])
        #expect(try text("out/a") == "1")
    }

    @Test("Folders above are made as needed")
    func parents() throws {
        let run = try RunFolder(path: folder.file("a/b/out"), overwrites: false)
        try run.commit()
        #expect(try folder.names(in: "a/b") == ["out"])
    }

    @Test("Discarding leaves nothing behind")
    func discard() throws {
        let run = try RunFolder(path: out, overwrites: false)
        try write("1", to: run.file("a"))
        run.discard()
        #expect(try folder.names() == [])
    }

    @Test("An existing folder is refused and not touched")
    func existing() throws {
        try finishRun("old")
        let error = #expect(throws: RasterError.self) { try RunFolder(path: out, overwrites: false) }
        #expect(error?.advice?.contains("--overwrite") == true)
        #expect(try folder.names() == ["out"])
        #expect(try text("out/run.json") == record("old"))
    }

    @Test("Overwriting replaces the old run only when the new one is complete")
    func overwrite() throws {
        try finishRun("old")
        let run = try RunFolder(path: out, overwrites: true)
        try write(record("new"), to: run.file("run.json"))
        #expect(try text("out/run.json") == record("old"))
        try run.commit()
        #expect(try text("out/run.json") == record("new"))
        #expect(try folder.names() == ["out"])
    }

    @Test("A discarded run leaves the run that it was to replace")
    func discardedOverwrite() throws {
        try finishRun("old")
        let run = try RunFolder(path: out, overwrites: true)
        try write(record("new"), to: run.file("run.json"))
        run.discard()
        #expect(try text("out/run.json") == record("old"))
        #expect(try folder.names() == ["out"])
    }

    @Test("Only a run folder or an empty one is replaced")
    func notARun() throws {
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
        try write("mine", to: out + "/thesis.txt")
        let error = #expect(throws: RasterError.self) { try RunFolder(path: out, overwrites: true) }
        #expect(error?.operation == "replace")
        #expect(try text("out/thesis.txt") == "mine")
        try FileManager.default.removeItem(atPath: out + "/thesis.txt")
        try finishRun("new", overwrites: true)
        #expect(try text("out/run.json") == record("new"))
    }

    @Test("A file of that name is never replaced", arguments: [false, true])
    func file(overwrites: Bool) throws {
        try write("mine", to: out)
        #expect(throws: RasterError.self) { try RunFolder(path: out, overwrites: overwrites) }
        #expect(try text("out") == "mine")
    }

    @Test("A file where the working folder should be is refused")
    func partialFile() throws {
        try write("mine", to: out + ".partial")
        #expect(throws: RasterError.self) { try RunFolder(path: out, overwrites: false) }
        #expect(try text("out.partial") == "mine")
    }

    @Test("Two runs cannot write one folder at once; what the first has written stays")
    func concurrent() throws {
        let first = try RunFolder(path: out, overwrites: false)
        try write("1", to: first.file("a"))
        for _ in 0..<3 {
            let error = #expect(throws: RasterError.self) { try RunFolder(path: out, overwrites: false) }
            #expect(error?.reason == "another run is writing there now")
        }
        #expect(try text("out.partial/a") == "1")
        try first.commit()
        #expect(try text("out/a") == "1")
    }

    @Test("What an interrupted run left behind is cleared")
    func leftovers() throws {
        do {
            let dead = try RunFolder(path: out, overwrites: false)
            try write("half", to: dead.file("mask.tif"))
            try write("half", to: dead.file("mask.scratch"))
        }
        #expect(try folder.names() == ["out.partial"])
        try finishRun("whole")
        #expect(try folder.names(in: "out") == ["run.json"])
    }

    @Test("A working folder with somebody's files in it is not cleared", arguments: ["notes.txt", "sub/notes.txt"])
    func foreignLeftovers(name: String) throws {
        try FileManager.default.createDirectory(atPath: out + ".partial/sub", withIntermediateDirectories: true)
        try write("mine", to: out + ".partial/" + name)
        let error = #expect(throws: RasterError.self) { try RunFolder(path: out, overwrites: true) }
        #expect(error?.advice != nil)
        #expect(try text("out.partial/" + name) == "mine")
    }

    @Test("A folder that came into being meanwhile is not overwritten")
    func meanwhile() throws {
        let run = try RunFolder(path: out, overwrites: false)
        try write("1", to: run.file("a"))
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
        try write("other", to: out + "/run.json")
        #expect(throws: RasterError.self) { try run.commit() }
        #expect(try text("out/run.json") == "other")
        #expect(try folder.names(in: "out") == ["run.json"])
    }

    @Test("A folder that came into being meanwhile and is no run is not replaced either")
    func meanwhileOverwrite() throws {
        let run = try RunFolder(path: out, overwrites: true)
        try write("1", to: run.file("a"))
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: false)
        try write("mine", to: out + "/thesis.txt")
        #expect(throws: RasterError.self) { try run.commit() }
        #expect(try text("out/thesis.txt") == "mine")
    }
}
