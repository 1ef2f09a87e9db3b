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
    public static var all: [ShippedCatalog] {
        ShippedCatalogs.names.compactMap { name in
            guard let text = ShippedCatalogs.text(name), let catalog = try? Catalog(yaml: text, file: name) else {
                return nil
            }
            return ShippedCatalog(
                name: name, title: catalog.title, classes: catalog.classes.map(\.name), text: text)
        }
    }
}
