/// The program itself.
public enum Quadrat {
    public static let version = "0.1.0"
}
