/// Which bytes of a store a value takes.
@usableFromInline
package struct ByteRange: Hashable, Sendable {
    /// First byte.
    @usableFromInline
    package var offset: Int
    /// Number of bytes.
    @usableFromInline
    package var count: Int

    /// A range from its first byte and the number of bytes.
    @inlinable
    package init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }
}
