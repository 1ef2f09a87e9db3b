import CGDAL
import Foundation
import RasterModel

/// Collects what GDAL says on this thread while a call runs, instead of printing it.
///
/// GDAL keeps its stack of handlers per thread, so there must be no suspension inside.
final class GDALMessages {
    private(set) var failures: [String] = []
    /// The same, with what else is known of each.
    private var facts: [GDALFailure] = []
    /// Warnings and notices: answers are given this way too.
    private(set) var remarks: [String] = []

    /// The failures as one text, or a stand-in when GDAL gave none.
    func summary(otherwise text: String = "GDAL gave no reason") -> String {
        // GDAL ends some with a full stop, and more is said after them.
        failures.isEmpty
            ? text
            : failures.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }
                .map(ReferenceText.named).joined(separator: "; ")
    }

    /// What can be done where a file could not be opened or understood.
    var kind: FailureKind { facts.contains { $0.kind == .transient } ? .transient : .refused }

    /// What can be done where a part of an open file could not be read: where it comes over the network, what speaks of no
    /// damage means that it could not be fetched.
    ///
    /// - Parameter name: what was opened; a mosaic names the files that it is made of in what it says.
    func readingKind(of name: String) -> FailureKind {
        if kind == .transient { return .transient }
        let isRemote = GDALLibrary.isRemote(name) || failures.contains(where: GDALLibrary.isRemote)
        guard isRemote, !GDALLibrary.forbidsNetwork else { return .refused }
        return facts.contains(where: \.meansDamage) ? .refused : .transient
    }

    fileprivate func add(level: CPLErr, number: Int32, text: String, systemNumber: Int32) {
        // The same failure is often reported once per layer that it passes.
        if level.rawValue >= CE_Failure.rawValue || DecodingWarning.meansLoss(text) {
            guard failures.last != text, failures.count < 4 else { return }
            failures.append(text)
            facts.append(GDALFailure(number: number, text: text, systemNumber: systemNumber))
        } else if level != CE_Debug, remarks.count < 4 {
            remarks.append(text)
        }
    }

    /// Runs `body` with this thread's GDAL messages going to a new log.
    static func during<R: ~Copyable, E: Error>(_ body: (GDALMessages) throws(E) -> R) throws(E) -> R {
        let log = GDALMessages()
        errno = 0
        unsafe CPLPushErrorHandlerEx(
            { level, number, text in
                let systemNumber = errno
                guard let text = unsafe text, let user = unsafe CPLGetErrorHandlerUserData() else { return }
                let log = unsafe Unmanaged<GDALMessages>.fromOpaque(user).takeUnretainedValue()
                unsafe log.add(
                    level: level, number: number, text: String(cString: text), systemNumber: systemNumber)
            }, Unmanaged.passUnretained(log).toOpaque())
        defer { CPLPopErrorHandler() }
        return try body(log)
    }
}
