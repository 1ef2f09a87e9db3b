import Foundation

/// Questions about files on the local disk.
public enum FileFacts {
    /// What a path names.
    public enum Kind: Sendable, Hashable {
        case missing, file, directory
    }

    /// What the path names, links followed.
    public static func kind(of path: String) -> Kind {
        var isDirectory = ObjCBool(false)
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return .missing }
        return isDirectory.boolValue ? .directory : .file
    }

    /// Size in bytes; nil where the path names no local file.
    public static func size(of path: String) -> Int? {
        guard kind(of: path) == .file else { return nil }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue
    }

    /// Time of the last change in seconds since 1970; nil where the path names no local file.
    public static func modified(_ path: String) -> Double? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970
    }

    static func isEmptyDirectory(_ path: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) ?? false
    }
}
