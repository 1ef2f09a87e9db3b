import Instances

/// What sweeps over a small piece spill, kept in memory.
final class SpillMemory: SpillStore {
    private var bytes: [UInt8] = []

    /// Number of bytes that were spilled.
    var count: Int { bytes.count }

    func append(_ more: [UInt8]) -> SpillPlace {
        defer { bytes.append(contentsOf: more) }
        return SpillPlace(offset: bytes.count, count: more.count)
    }

    func read(_ place: SpillPlace, into target: inout [UInt8]) {
        if target.count < place.count { target = Array(repeating: 0, count: place.count) }
        target.replaceSubrange(0..<place.count, with: bytes[place.offset..<place.offset + place.count])
    }
}
