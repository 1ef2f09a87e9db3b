import Foundation

/// Questions about files on the local disk.
public enum FileFacts {
    /// What a path names.
    public enum Kind: Sendable, Hashable {
        case missing, file, directory
    }

    /// What the path names, links followed.
    public static func kind(of path: String) -> Kind {
        guard let facts = facts(of: path) else { return .missing }
        return facts.st_mode & S_IFMT == S_IFDIR ? .directory : .file
    }

    /// Size in bytes; nil where the path names no local file.
    public static func size(of path: String) -> Int? {
        guard let facts = facts(of: path), facts.st_mode & S_IFMT != S_IFDIR else { return nil }
        return Int(facts.st_size)
    }

    /// Time of the last change in seconds since 1970; nil where the path names no local file.
    public static func modified(_ path: String) -> Double? {
        facts(of: path).map { Double($0.st_mtim.tv_sec) + Double($0.st_mtim.tv_nsec) / 1e9 }
    }

    /// The folder that a path lies in: "." for a plain name, "/" for what lies at the top.
    ///
    /// By hand, because Foundation's function traps on names of one character.
    public static func parent(of path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        let parent = path[..<slash]
        return parent.isEmpty ? "/" : String(parent)
    }

    /// The name without links; as it is where it names no local file.
    static func resolved(_ path: String) -> String {
        guard let found = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    /// True where an open file is the one that stands under a path now.
    static func isOpen(_ descriptor: Int32, at path: String) -> Bool {
        var opened = stat()
        guard unsafe fstat(descriptor, &opened) == 0, let there = facts(of: path) else { return false }
        return opened.st_dev == there.st_dev && opened.st_ino == there.st_ino
    }

    private static func facts(of path: String) -> stat? {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? facts : nil
    }

    static func isEmptyDirectory(_ path: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) ?? false
    }
}
