/// Where something was put in a store.
public struct SpillPlace: Hashable, Sendable {
    /// First byte.
    public var offset: Int
    /// Number of bytes.
    public var count: Int

    /// A place from its first byte and the number of bytes.
    public init(offset: Int, count: Int) {
        self.offset = offset
        self.count = count
    }
}

/// Bytes kept outside of memory: a scratch file of the run. Appended to and read by one thread at a time.
public protocol SpillStore: AnyObject {
    /// Writes bytes at the end.
    func append(_ bytes: [UInt8]) throws -> SpillPlace
    /// Reads what was put at a place, or a part of it, into the beginning of `bytes`, which grows where it is too
    /// short.
    func read(_ place: SpillPlace, into bytes: inout [UInt8]) throws
}

/// A value that can be put into a store and read back.
protocol Spillable: Sendable {
    /// Appends the value.
    func write(to writer: inout ByteWriter)
    /// Reads what `write` appended.
    init(from reader: inout ByteReader)
}

extension UInt8: Spillable {
    /// Appends the byte.
    func write(to writer: inout ByteWriter) { writer.put(byte: self) }
    /// Reads a byte.
    init(from reader: inout ByteReader) { self = reader.byte() }
}
