/// Thrown when somebody asked for the end.
package struct Cancelled: Error, Hashable {
    /// The only one there is.
    package init() {}
}
