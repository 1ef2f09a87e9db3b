/// Spectral indices by name.
package struct IndexLibrary: Sendable {
    /// The indices of catalogs/indices.yaml, which is part of the program; read once.
    package static let shipped = Self.embedded()

    /// All indices in the order of the file, other names of an index among them.
    package let indices: [SpectralIndex]
    private let places: [String: Int]
    private let lowercased: [String: String]

    /// All names in the order of the file.
    package var names: [String] { indices.map(\.name) }

    /// The index of a name, which is case-sensitive; nil where there is none.
    package subscript(name: String) -> SpectralIndex? { places[name].map { indices[$0] } }

    /// Reads and checks a list of indices.
    ///
    /// - Parameters:
    ///   - yaml: A text like catalogs/indices.yaml.
    ///   - file: The name that errors are to give.
    /// - Throws: The first mistake, with its line.
    package init(yaml: String, file: String) throws(CatalogError) {
        self.init(try IndexReader(file: file).indices(from: yaml))
    }

    /// Names are unique, which the reader has seen to.
    private init(_ indices: [SpectralIndex]) {
        self.indices = indices
        places = Dictionary(zip(indices.map(\.name), indices.indices)) { first, _ in first }
        lowercased = Dictionary(indices.map { ($0.name.lowercased(), $0.name) }) { first, _ in first }
    }

    /// The index whose name differs from this one only in case; nil also where the name itself is an index.
    func nameDifferingInCase(from name: String) -> String? {
        self[name] == nil ? lowercased[name.lowercased()] : nil
    }

    private static func embedded() -> IndexLibrary {
        let text = String(decoding: PackageResources.indices_yaml, as: UTF8.self)
        do throws(CatalogError) {
            return try IndexLibrary(yaml: text, file: "catalogs/indices.yaml")
        } catch {
            preconditionFailure(error.description)
        }
    }
}
