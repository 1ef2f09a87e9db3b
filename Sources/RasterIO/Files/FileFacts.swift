import CSystem
import Foundation

/// Questions about files on the local disk.
package enum FileFacts {
    /// What a path names.
    package enum Kind: Sendable, Hashable {
        case missing, file, directory
    }

    /// What the path names, links followed.
    package static func kind(of path: String) -> Kind {
        guard let facts = facts(of: path) else { return .missing }
        return facts.kind == S_IFDIR ? .directory : .file
    }

    /// What can be read only once: "a pipe", "a socket", "a device"; nil for all else.
    package static func stream(_ path: some StringProtocol) -> String? {
        switch facts(of: String(path))?.kind {
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        case S_IFCHR: "a device"
        default: nil
        }
    }

    /// The first of some files that lies in a folder, at any depth, by whatever names the two go: links, other mounts of
    /// the same folder.
    static func first(of paths: [String], in folder: String) -> String? {
        guard let wanted = facts(of: folder) else { return nil }
        var known: [String: Bool] = [:]
        func holds(_ ancestor: String) -> Bool {
            if let answer = known[ancestor] { return answer }
            let here = facts(of: ancestor)
            let isWanted = here.map { $0.device == wanted.device && $0.node == wanted.node } ?? false
            let answer = isWanted || (ancestor != "/" && holds(parent(of: ancestor)))
            known[ancestor] = answer
            return answer
        }
        return paths.first { path in
            // Where its name stands, and where the file itself does.
            let parents = [real(parent(of: path)), real(path).map(parent)]
            return parents.contains { $0.map(holds) ?? false }
        }
    }

    /// The path without links; nil where nothing is there.
    static func real(_ path: String) -> String? {
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Where a link leads; nil where the path is no link.
    static func link(_ path: String) -> String? { try? FileManager.default.destinationOfSymbolicLink(atPath: path) }

    /// Size in bytes; nil where the path names no local file.
    package static func size(of path: String) -> Int? {
        guard let facts = facts(of: path), facts.kind != S_IFDIR else { return nil }
        return Int(facts.size)
    }

    /// Time of the last change in seconds since 1970; nil where the path names no local file.
    package static func modified(_ path: String) -> Double? {
        facts(of: path).map { Double($0.seconds) + Double($0.nanoseconds) / 1e9 }
    }

    /// The folder that a path lies in: "." for a plain name, "/" for what lies at the top.
    ///
    /// By hand, because Foundation's function traps on names of one character.
    package static func parent(of path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        let parent = path[..<slash]
        return parent.isEmpty ? "/" : String(parent)
    }

    /// The name without links; as it is where it names no local file.
    static func resolved(_ path: String) -> String { real(path) ?? path }

    /// True where an open file is the one that stands under a path now.
    static func isOpen(_ descriptor: Int32, at path: String) -> Bool {
        var opened = quadrat_file_state()
        guard unsafe quadrat_state_of_descriptor(descriptor, &opened) == 0, let there = facts(of: path) else {
            return false
        }
        return opened.device == there.device && opened.node == there.node
    }

    static func facts(of path: String) -> quadrat_file_state? {
        var facts = quadrat_file_state()
        return unsafe quadrat_state_of_path(path, &facts) == 0 ? facts : nil
    }

    static func isEmptyDirectory(_ path: String) -> Bool {
        (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) ?? false
    }
}
