/// Why a survey cannot be run or went wrong, in one line.
public struct SurveyError: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
