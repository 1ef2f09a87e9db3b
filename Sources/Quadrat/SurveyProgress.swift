/// How far a survey has come.
public struct SurveyProgress: Sendable, Hashable {
    /// What is being done, for example "surveying".
    public var step: String
    /// 0...1 of the whole survey.
    public var fraction: Double
}
