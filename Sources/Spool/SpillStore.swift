/// Bytes kept outside of memory: a scratch file of the run. Used by one thread at a time, unless a store says otherwise.
@usableFromInline
package protocol SpillStore: AnyObject {
    /// Writes bytes at the end.
    func append(_ bytes: [UInt8]) throws -> ByteRange
    /// Reads what was appended, or a piece of it, into the beginning of `bytes`, which grows where it is too short.
    func read(_ range: ByteRange, into bytes: inout [UInt8]) throws
}
