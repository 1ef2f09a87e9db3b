import RasterIO

/// Writes text files of the run folder.
enum TextFile {
    static func write(_ text: String, to path: String) throws {
        let file = try AppendOnlyFile(path: path)
        _ = try file.append(Array(text.utf8))
    }

    /// Writes a file piece by piece.
    static func write(to path: String, _ body: (_ sink: ([UInt8]) throws -> Void) throws -> Void) throws {
        let file = try AppendOnlyFile(path: path)
        try body { _ = try file.append($0) }
    }
}
