/// A column of a table of features: objects, or zones with what was found in them.
package struct FeatureColumn: Hashable, Sendable {
    /// What a column holds.
    package enum Kind: Hashable, Sendable {
        case integer
        case real
        case text
        case flag
    }

    /// Its name.
    package var name: String
    /// What it holds.
    package var kind: Kind

    /// A column from name and kind.
    package init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}
