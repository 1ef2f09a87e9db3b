import Foundation
import Results
import Testing

@testable import Quadrat

@Suite("Errors as callers get them")
struct QuadratErrorTests {
    private func wrapped(_ error: any Error) -> QuadratError? {
        do { try QuadratError.wrapping { throw error } } catch { return error }
        return nil
    }

    @Test("What the system refuses is not what the caller asked wrongly, and is one line")
    func system() throws {
        let failures: [any Error] = [
            CocoaError(.fileWriteOutOfSpace), POSIXError(.EIO),
            NSError(domain: "disk", code: 5, userInfo: [NSLocalizedDescriptionKey: "it is\nfull"]),
        ]
        for failure in failures {
            let error = try #require(wrapped(failure))
            #expect(error.kind == .inputOutput && !error.message.isEmpty && !error.message.contains("\n"))
        }
    }

    @Test("An error of this type stays as it is")
    func own() {
        let error = QuadratError(.newerVersion, "run.json: later")
        #expect(wrapped(error) == error)
    }

    @Test("A file that cannot be removed")
    func removal() {
        #expect {
            try QuadratError.wrapping { try FileManager.default.removeItem(atPath: "/proc/none/such") }
        } throws: {
            ($0 as? QuadratError)?.kind == .inputOutput
        }
    }
}
