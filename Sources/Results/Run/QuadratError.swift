/// Why something could not be done, in one line: what, on which file, and what would put it right.
public struct QuadratError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a caller may want to tell apart.
    public enum Kind: Sendable, Hashable {
        /// What was asked for cannot be done: a setting, a catalog, or what they mean for this raster.
        case refused
        /// A file cannot be read or written as it is: it is missing, damaged, somebody else's, or there is no right to it.
        case file
        /// A disk, the network, a limit of the system or another process was in the way, whatever was asked for: another
        /// attempt may succeed. Of all other kinds the same attempt fails again.
        case inputOutput
        /// A folder is not that of a finished run, or something in it is missing or damaged.
        case run
        /// A file was written by a later version than this one reads.
        case newerVersion
        /// The caller asked for the end.
        case cancelled
    }

    /// What kind of error it is.
    public let kind: Kind
    /// The whole message, in one line.
    public let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The whole message.
    public var description: String { message }
}
