/// A value that can be put into a store and read back.
@usableFromInline
package protocol Spillable: Sendable {
    /// Appends the value.
    func write(to writer: inout ByteWriter)
    /// Reads what `write` appended.
    init(from reader: inout ByteReader)
}

extension UInt8: Spillable {
    /// Appends the byte.
    @inlinable
    package func write(to writer: inout ByteWriter) { writer.put(byte: self) }
    /// Reads a byte.
    @inlinable
    package init(from reader: inout ByteReader) { self = reader.byte() }
}
