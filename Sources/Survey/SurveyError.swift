/// Why a survey cannot be run or went wrong, in one line.
package struct SurveyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole message: what, on which file, and what would put it right.
    package var description: String

    /// An error from its message.
    package init(_ description: String) { self.description = description }
}
