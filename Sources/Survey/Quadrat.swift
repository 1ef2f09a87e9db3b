/// The program itself.
package enum Quadrat {
    /// Semantic version.
    package static let version = "0.1.0"
}
