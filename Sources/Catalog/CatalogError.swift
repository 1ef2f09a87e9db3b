package import RasterModel

/// A mistake in a catalog: where it is, what it is and what would put it right.
package struct CatalogError: KnownFailure, Sendable, Hashable, CustomStringConvertible {
    /// The catalog, as the person named it.
    package var file: String
    /// Counted from 1; nil where the mistake is the file itself.
    package var line: Int?
    /// Counted from 1 in the line; known only where the text is not YAML.
    package var column: Int?
    /// The mistake and its remedy, one line.
    package var message: String
    /// What can be done about it.
    package var kind: FailureKind

    /// A mistake in `file`.
    package init(file: String, line: Int?, column: Int? = nil, message: String, kind: FailureKind = .refused) {
        self.file = file
        self.line = line
        self.column = column
        self.message = message
        self.kind = kind
    }

    /// One line: `field.yaml:12: message; how to put it right`.
    package var description: String {
        var place = file.onOneLine
        if let line { place += ":\(line)" }
        if let column { place += ":\(column)" }
        return "\(place): \(message.onOneLine)"
    }
}
