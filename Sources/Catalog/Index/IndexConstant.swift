/// A number of an index's formula that has a name.
package struct IndexConstant: Sendable, Hashable {
    /// As publications call it: `L` of SAVI.
    package var name: String
    /// The usual value.
    package var value: Float
}
