import Foundation

/// Words of commands as a shell takes them.
enum ShellWord {
    /// A path, and no option.
    static func quoted(path: String) -> String { quoted(path.hasPrefix("-") ? "./" + path : path) }

    /// The value of an option with what stands before it: a negative number would look like an option of its own.
    static func option(_ value: String) -> String { (value.hasPrefix("-") ? "=" : " ") + quoted(value) }

    /// A word.
    static func quoted(_ word: String) -> String {
        let plain =
            !word.isEmpty
            && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-+:,=".contains($0)) }
        return plain ? word : "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
