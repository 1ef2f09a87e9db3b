import CGDAL

/// Collects what GDAL says on this thread while a call runs, instead of printing it.
///
/// GDAL keeps its stack of handlers per thread, so there must be no suspension inside.
final class GDALMessages {
    private(set) var failures: [String] = []
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

    fileprivate func add(level: CPLErr, text: String) {
        // The same failure is often reported once per layer that it passes.
        if level.rawValue >= CE_Failure.rawValue || DecodingWarning.meansLoss(text) {
            if failures.last != text, failures.count < 4 { failures.append(text) }
        } else if level != CE_Debug, remarks.count < 4 {
            remarks.append(text)
        }
    }

    /// Runs `body` with this thread's GDAL messages going to a new log.
    static func during<R: ~Copyable, E: Error>(_ body: (GDALMessages) throws(E) -> R) throws(E) -> R {
        let log = GDALMessages()
        unsafe CPLPushErrorHandlerEx(
            { level, _, text in
                guard let text = unsafe text, let user = unsafe CPLGetErrorHandlerUserData() else { return }
                let log = unsafe Unmanaged<GDALMessages>.fromOpaque(user).takeUnretainedValue()
                unsafe log.add(level: level, text: String(cString: text))
            }, Unmanaged.passUnretained(log).toOpaque())
        defer { CPLPopErrorHandler() }
        return try body(log)
    }
}
