/// Where an outline begins or ends: a corner on a seam and the direction there.
struct OutlineEnd: Hashable, Sendable {
    private let packed: UInt64

    init(column: Int, row: Int, _ direction: OutlineDirection) {
        packed = UInt64(row) << 34 | UInt64(column) << 2 | UInt64(direction.rawValue)
    }
}
