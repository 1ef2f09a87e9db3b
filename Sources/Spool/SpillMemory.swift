/// A store in memory: for what is small, and for tests.
package final class SpillMemory: SpillStore {
    private var bytes: [UInt8] = []

    /// An empty store.
    package init() {}

    /// Number of bytes that were spilled.
    package var count: Int { bytes.count }

    /// Keeps bytes at the end.
    package func append(_ more: [UInt8]) -> ByteRange {
        defer { bytes.append(contentsOf: more) }
        return ByteRange(offset: bytes.count, count: more.count)
    }

    /// Copies what was kept; `target` grows where it is too short.
    package func read(_ range: ByteRange, into target: inout [UInt8]) {
        if target.count < range.count { target = Array(repeating: 0, count: range.count) }
        target.replaceSubrange(0..<range.count, with: bytes[range.offset..<range.offset + range.count])
    }
}
