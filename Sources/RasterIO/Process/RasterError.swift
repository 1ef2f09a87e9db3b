package import RasterModel

/// What went wrong with a raster or a file of the run, in one line: what was attempted, on what, what was said, and
/// what would put it right.
package struct RasterError: KnownFailure, Sendable, Hashable, CustomStringConvertible {
    /// For example "read", "open", "write".
    package var operation: String
    /// The file, folder or other thing that it was attempted on.
    package var path: String
    /// The part of the raster that was being read.
    package var window: PixelWindow?
    /// What the library or the system said.
    package var reason: String
    /// What would put it right.
    package var advice: String?
    /// What can be done about it.
    package var kind: FailureKind

    /// An error from its parts; see the properties.
    package init(
        _ operation: String, _ path: String, window: PixelWindow? = nil, reason: String, advice: String? = nil,
        kind: FailureKind = .refused
    ) {
        self.operation = operation
        self.path = path
        self.window = window
        self.reason = reason
        self.advice = advice
        self.kind = kind
    }

    /// The whole message in one line.
    package var description: String {
        let location = window.map { " (\($0))" } ?? ""
        let way = advice.map { "; \($0)" } ?? ""
        // Libraries begin with the file, too.
        let said = reason.replacing("\(path): ", with: "")
        return "cannot \(operation) \(path)\(location): \(said)\(way)".joinedLines
    }
}

extension RasterError {
    /// A file that is not there. A name that is not UTF-8 reaches the program with a sign in place of what is not.
    static func missing(_ path: String) -> RasterError {
        RasterError(
            "open", path, reason: "no such file",
            advice: path.contains("\u{FFFD}") ? "if its name is not UTF-8, give it another" : nil)
    }

    /// What GDAL or SQLite could not write. Where they only say that writing failed, a full disk is the usual reason.
    static func unwritten(_ path: String, _ reason: String) -> RasterError {
        let said = reason.lowercased()
        let isAboutSpace =
            said.isEmpty
            || ["write", "writing", "full", "space", "i/o", "quota", "too large"].contains { said.contains($0) }
        return RasterError(
            "write", path, reason: reason,
            advice: isAboutSpace ? "is the disk full? free some space, or choose another disk with --out" : nil,
            kind: .transient)
    }
}
