import Survey

/// The version of this library.
public enum QuadratVersion {
    /// Semantic version, as run.json has it.
    public static var current: String { ProgramVersion.current }
}
