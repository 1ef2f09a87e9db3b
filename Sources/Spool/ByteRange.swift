/// Bytes of a file or a store, one after the other.
package struct ByteRange: Hashable, Sendable {
    /// First byte.
    package var offset: Int
    /// Number of bytes.
    package var count: Int

    /// A range from its first byte and the number of bytes.
    package init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }
}
