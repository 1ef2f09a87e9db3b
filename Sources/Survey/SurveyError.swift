package import RasterModel

/// Why a survey cannot be run or went wrong, in one line.
package struct SurveyError: KnownFailure, Sendable, Hashable, CustomStringConvertible {
    /// The whole message: what, on which file, and what would put it right.
    package var description: String
    /// What can be done about it.
    package var kind: FailureKind

    /// An error from its message.
    package init(_ description: String, kind: FailureKind = .refused) {
        self.description = description
        self.kind = kind
    }
}
