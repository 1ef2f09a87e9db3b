import Foundation

/// Standard error, one line at a time.
enum ErrorOutput {
    static func write(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }
}
