import CGDAL
import Foundation
import RasterModel

/// How long servers are waited for, and how often they are asked again.
///
/// By itself GDAL waits for ever and asks once. What its settings make it repeat are answers of busy servers (429, 500, 502 to
/// 504) and, where a file is open already, connections that are reset or last too long; the rest is asked again here.
enum NetworkPatience {
    /// Attempts after GDAL's own have failed.
    private static let attempts = 2

    /// Settings of GDAL's. A server is asked again after 1, 2 and 5 seconds or so. A connection without traffic is given
    /// up after half a minute; one that goes on, however slowly, after five, because one request may be for a block of any
    /// size.
    private static let settings = [
        ("GDAL_HTTP_MAX_RETRY", "3"),
        ("GDAL_HTTP_RETRY_DELAY", "1"),
        ("GDAL_HTTP_CONNECTTIMEOUT", "15"),
        ("GDAL_HTTP_LOW_SPEED_LIMIT", "100"),
        ("GDAL_HTTP_LOW_SPEED_TIME", "30"),
        ("GDAL_HTTP_TIMEOUT", "300"),
    ]

    /// Sets what neither the environment nor GDAL's configuration file sets. What that file says of single paths comes
    /// before either.
    static func set() {
        for (key, value) in settings where unsafe CPLGetConfigOption(key, nil) == nil {
            unsafe CPLSetConfigOption(key, value)
        }
    }

    /// Runs what reads from a file, and runs it again while it fails in a way that may pass, where the file is reached over
    /// the network.
    ///
    /// Nobody is asked again where GDAL_HTTP_MAX_RETRY is 0, nor once the process has been asked to end.
    /// - Parameters:
    ///   - name: what GDAL opened. What it remembers of the file is forgotten between attempts.
    ///   - body: called at least once.
    static func during<R: ~Copyable>(_ name: String, _ body: () throws(RasterError) -> R) throws(RasterError) -> R {
        var left = GDALLibrary.isRemote(name) && number("GDAL_HTTP_MAX_RETRY", else: 3) > 0 ? attempts : 0
        while true {
            do throws(RasterError) { return try body() } catch {
                guard error.kind == .transient, left > 0, ProcessSignals.received == nil else { throw error }
                left -= 1
                forget(name)
                Thread.sleep(forTimeInterval: number("GDAL_HTTP_RETRY_DELAY", else: 1))
            }
        }
    }

    /// Waits until a file answers: what looks into it before GDAL opens it takes no answer for no file.
    ///
    /// - Throws: where the server cannot be reached, or is busy. That it has no such file is for others to say.
    static func await(_ name: String) throws(RasterError) {
        guard isFile(name) else { return }
        try during(name) { () throws(RasterError) in try ask(name) }
    }

    /// Asks a server for a file; of one that has answered before GDAL knows that it is there.
    ///
    /// - Throws: as `await`.
    static func ask(_ name: String) throws(RasterError) { if isFile(name) { _ = try answers(name) } }

    /// Asks a server once more for a file that could not be opened: where it gives no answer while GDAL looks into the file,
    /// that speaks of a file of an unknown kind, or of none.
    ///
    /// - Throws: where that is so, and where the server says that it has no such file.
    static func ask(again name: String, after log: GDALMessages) throws(RasterError) {
        guard isFile(name) else { return }
        forget(name)
        let isThere = try answers(name)
        guard log.failures.contains(where: { $0.contains("does not exist") }) else { return }
        if isThere { throw unreachable(name, "it could not be read for a moment") }
        throw RasterError(
            "open", name, reason: lastAnswer.text.isEmpty ? log.summary() : lastAnswer.text,
            advice: "see whether the server has a file of this name that may be read")
    }

    /// Bytes of a file as its server tells; nil where it gives no answer, or the file is none of a server.
    static func bytes(of name: String) -> Int? {
        guard isFile(name) else { return nil }
        return GDALMessages.during { _ in
            guard let file = unsafe VSIFOpenL(name, "rb") else { return nil }
            defer { unsafe VSIFCloseL(file) }
            return unsafe VSIFSeekL(file, 0, SEEK_END) == 0 ? unsafe Int(clamping: VSIFTellL(file)) : nil
        }
    }

    /// What to do about a failure that may pass.
    static func advice(for name: String) -> String {
        GDALLibrary.isRemote(name) ? "see whether the server can be reached, and run again" : "run again"
    }

    private static func isFile(_ name: String) -> Bool {
        name.hasPrefix("/vsi") && GDALLibrary.isRemote(name) && !GDALLibrary.forbidsNetwork
    }

    private static func unreachable(_ name: String, _ reason: String) -> RasterError {
        RasterError("open", name, reason: reason, advice: advice(for: name), kind: .transient)
    }

    /// True where a file is there, false where its server says that it is not.
    private static func answers(_ name: String) throws(RasterError) -> Bool {
        try GDALMessages.during { log throws(RasterError) in
            if let file = unsafe VSIFOpenExL(name, "rb", 1) {
                defer { unsafe VSIFCloseL(file) }
                // The first bytes, too: without them each of GDAL's drivers would ask for itself.
                var byte: UInt8 = 0
                guard unsafe VSIFReadL(&byte, 1, 1, file) == 1 || isEmpty(file) else {
                    throw unreachable(name, "it could not be fetched")
                }
                return true
            }
            let answer = lastAnswer
            guard answer.kind == .transient || log.kind == .transient else { return false }
            throw unreachable(name, answer.text.isEmpty ? log.summary() : answer.text)
        }
    }

    private static func isEmpty(_ file: UnsafeMutablePointer<VSILFILE>) -> Bool {
        unsafe VSIFSeekL(file, 0, SEEK_END) == 0 && VSIFTellL(file) == 0
    }

    /// What GDAL's readers over the network have last said: they do not report it, so that others can ask for files that need
    /// not exist.
    private static var lastAnswer: GDALFailure {
        let text = unsafe VSIGetLastErrorMsg().map { unsafe String(cString: $0) } ?? ""
        let number: Int32 =
            switch VSIGetLastErrorNo() {
            case VSIE_HttpError: CPLE_HttpResponse
            case VSIE_AWSError: CPLE_AWSError
            default: CPLE_None
            }
        return GDALFailure(number: number, text: text, systemNumber: 0)
    }

    /// Makes GDAL ask the server anew: it remembers a file that did not answer as one that is not there.
    private static func forget(_ name: String) {
        guard let start = GDALLibrary.networkPaths.compactMap({ name.range(of: $0)?.lowerBound }).min() else { return }
        unsafe VSICurlPartialClearCache(String(name[start...]))
    }

    private static func number(_ key: String, else standard: Double) -> Double {
        let text = unsafe CPLGetConfigOption(key, nil).map { unsafe String(cString: $0) }
        return max(0, text.flatMap(Double.init) ?? standard)
    }
}
