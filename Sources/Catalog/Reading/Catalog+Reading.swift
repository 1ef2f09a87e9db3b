import Foundation
import RasterModel

extension Catalog {
    /// Reads a shipped catalog by its name, or a catalog file by its path.
    ///
    /// A name without a slash and an ending is a shipped catalog where there is one.
    /// - Throws: as `load(path:)`.
    package static func load(_ name: String) throws(CatalogError) -> Catalog {
        if let text = ShippedCatalogs.text(name) { return try Catalog(yaml: text, file: name) }
        let isBare = !name.contains("/") && !name.contains(".")
        guard isBare, !FileManager.default.fileExists(atPath: name) else { return try load(path: name) }
        let near = nearestName(to: name, among: ShippedCatalogs.names).map { "did you mean '\($0)'?" }
        throw CatalogError(
            file: name, line: nil,
            message: "no shipped catalog has this name, and no file either; "
                + (near ?? "shipped are \(ShippedCatalogs.names.joined(separator: ", "))"))
    }

    /// Reads a catalog from a file: a path, also one to a pipe.
    ///
    /// - Throws: `CatalogError` where the file is missing, a folder, unreadable, not UTF-8 or larger than 1 MiB, and
    ///   for the first mistake in its text.
    package static func load(path: String) throws(CatalogError) -> Catalog {
        try Catalog(yaml: text(ofFile: path), file: path)
    }

    private static func text(ofFile path: String) throws(CatalogError) -> String {
        let data = try bytes(ofFile: path)
        guard data.count <= YamlComposer.largestFile else {
            throw CatalogError(file: path, line: nil, message: "larger than 1 MiB; a catalog is a short text")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CatalogError(
                file: path, line: firstLineThatIsNotUTF8(data), message: "not UTF-8 text; save the file as UTF-8")
        }
        return text
    }

    /// At most one byte more than a catalog may have: enough to see that it is too large.
    private static func bytes(ofFile path: String) throws(CatalogError) -> Data {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CatalogError(
                file: path, line: nil,
                message: "no such file; give the path of a catalog, or a name that 'quadrat catalogs' lists")
        }
        // Only a folder has an entry ".".
        if FileManager.default.fileExists(atPath: path + "/.") {
            throw CatalogError(file: path, line: nil, message: "this is a folder; give the path of a catalog")
        }
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw CatalogError(file: path, line: nil, message: "cannot be opened; check its permissions")
        }
        defer { try? handle.close() }
        do {
            return try allBytes(of: handle, limit: YamlComposer.largestFile + 1)
        } catch {
            throw CatalogError(
                file: path, line: nil, message: "cannot be read: \(error.localizedDescription)", kind: .transient)
        }
    }

    /// A pipe gives less than asked for, several times.
    private static func allBytes(of handle: FileHandle, limit: Int) throws -> Data {
        var data = Data()
        while data.count < limit, let part = try handle.read(upToCount: limit - data.count), !part.isEmpty {
            data.append(part)
        }
        return data
    }

    /// No line break is part of a longer character in UTF-8, so each line can be judged alone.
    private static func firstLineThatIsNotUTF8(_ data: Data) -> Int? {
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }.map { $0 + 1 }
    }
}
