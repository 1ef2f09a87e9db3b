/// Why a survey cannot be run or went wrong, in one line.
public struct SurveyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole message: what, on which file, and what would put it right.
    public var description: String

    /// An error from its message.
    public init(_ description: String) { self.description = description }
}
