/// The program itself.
public enum Quadrat {
    /// Semantic version.
    public static let version = "0.1.0"
}
