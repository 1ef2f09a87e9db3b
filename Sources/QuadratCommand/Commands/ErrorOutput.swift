import RasterModel
import Foundation

/// Standard error. Where nobody can read it any more, nothing is said.
enum ErrorOutput {
    /// One line.
    static func write(_ line: String) { put(line.onOneLine + "\n") }

    /// Text as it is.
    static func put(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
