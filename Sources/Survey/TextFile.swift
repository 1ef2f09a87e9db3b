import Foundation
import RasterIO

/// Writes small text files of the run folder.
enum TextFile {
    static func write(_ text: String, to path: String) throws {
        let file = try ScratchFile(path: path)
        _ = try file.append(Array(text.utf8))
    }
}
