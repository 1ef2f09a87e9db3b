/// Bytes kept outside of memory: a scratch file of the run. Appended to and read by one thread at a time.
package protocol SpillStore: AnyObject {
    /// Writes bytes at the end.
    func append(_ bytes: [UInt8]) throws -> ByteRange
    /// Reads what was put at a place, or a part of it, into the beginning of `bytes`, which grows where it is too
    /// short.
    func read(_ place: ByteRange, into bytes: inout [UInt8]) throws
}
