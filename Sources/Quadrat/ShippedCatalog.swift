import Catalog

/// A catalog that comes with the library: its name goes into `SurveySettings.catalogs`.
public struct ShippedCatalog: Sendable, Hashable {
    /// For example "vegetation".
    public let name: String
    /// What it is for; nil where it does not say.
    public let title: String?
    /// Names of its classes, in the order of their values.
    public let classes: [String]
    /// The whole catalog in YAML, to be read and changed.
    public let text: String

    /// All of them, in the order in which they are listed.
    public static let all: [ShippedCatalog] = {
        do { return try ShippedCatalogs.all().map(ShippedCatalog.init) } catch {
            preconditionFailure("a shipped catalog cannot be read: \(error)")
        }
    }()

    private init(_ catalog: Catalog) {
        name = catalog.name
        title = catalog.title
        classes = catalog.classes.map(\.name)
        text = catalog.source
    }
}
