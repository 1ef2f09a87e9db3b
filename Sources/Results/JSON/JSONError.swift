/// What is wrong with a JSON document, in one line.
package struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// "line 3, column 14" of a text, or "zones[2].pixels.total" of a document; empty for the whole document.
    package let location: String
    /// For example "a value is missing", "is no number".
    package let reason: String
    /// True where a later version has written the document, which this one cannot know.
    package let isOfLaterVersion: Bool

    init(_ reason: String, at location: String = "", isOfLaterVersion: Bool = false) {
        self.location = location
        self.reason = reason
        self.isOfLaterVersion = isOfLaterVersion
    }

    /// The whole message.
    package var description: String { location.isEmpty ? reason : "\(location): \(reason)" }

    /// The same of a document that holds the one which is wrong under a key, or at an index: "[2]".
    func inside(_ key: String) -> JSONError {
        let joint = location.isEmpty || location.hasPrefix("[") ? "" : "."
        return JSONError(reason, at: key + joint + location, isOfLaterVersion: isOfLaterVersion)
    }
}
