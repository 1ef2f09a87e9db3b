import Foundation

/// A folder of its own for one test, removed with it.
package final class ScratchFolder {
    /// Where it is.
    package let path: String

    /// An empty folder.
    package init() throws {
        path = NSTemporaryDirectory() + "quadrat-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Path of a file in it.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file, and the folders above it, and gives its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let parent = (file(name) as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
        return file(name)
    }

    /// Names in a folder below this one, or in this one, sorted.
    package func names(in folder: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: file(folder)).sorted()
    }
}
