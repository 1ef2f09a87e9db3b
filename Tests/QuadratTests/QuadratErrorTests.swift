import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel
import Results
import Survey
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

    @Test("What another attempt may put right is told from what it will not, wherever it comes from")
    func kinds() {
        let refused: [any Error] = [
            SurveyError("no"), CoverageError.noTransform, CatalogError(file: "c.yaml", line: 1, message: "no"),
            SurveyError("--memory", kind: .usage),
        ]
        for error in refused { #expect(wrapped(error)?.kind == .refused) }
        #expect(wrapped(RasterError("open", "a.tif", reason: "no raster"))?.kind == .file)
        let passing: [any Error] = [
            RasterError("read", "a.tif", reason: "no answer", kind: .transient), SurveyError("no", kind: .transient),
            CatalogError(file: "c.yaml", line: nil, message: "no answer", kind: .transient),
        ]
        for error in passing { #expect(wrapped(error)?.kind == .inputOutput) }
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
