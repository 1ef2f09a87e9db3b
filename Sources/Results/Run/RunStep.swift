/// A step of a run: a member of `seconds` in run.json.
public struct RunStep: Sendable, Hashable {
    /// For example "survey".
    public let name: String
    /// What it took.
    public let seconds: Double

    package init(name: String, seconds: Double) {
        self.name = name
        self.seconds = seconds
    }
}
