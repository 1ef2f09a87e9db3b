/// Pixels and area of each zone by mask code, pixels weighed by the zone's share of them.
///
/// All sums are integers, so parts may be tallied in any order, by any thread, and merged: the result is the same. Zones
/// that overlap count what they share each for itself.
package struct ZoneTally: Hashable, Sendable {
    /// What one mask code adds up to in one zone.
    package struct Sum: Hashable, Sendable {
        /// Shares of pixels in multiples of 2^-30.
        package var shares: UInt128 = 0
        /// Their area in `FixedArea` units: a border pixel's share of its area is rounded once, ties upwards. Pixels of
        /// unknown area add nothing.
        package var area: UInt128 = 0
        /// Shares of pixels whose area is not known although the raster has areas, in multiples of 2^-30.
        package var unknown: UInt128 = 0

        /// Nothing.
        package init() {}

        /// Adds another sum.
        package mutating func add(_ other: Sum) {
            shares += other.shares
            area += other.area
            unknown += other.unknown
        }
    }

    /// What one window adds to the zones that it meets.
    package struct Part: Hashable, Sendable {
        /// Zones that have pixels in the window, ascending or not, each once.
        package internal(set) var zones: [Int] = []
        /// For each of these zones in turn, one sum for each code of the tally.
        package internal(set) var sums: [Sum] = []

        /// Nothing: the identity of `merge`.
        package init() {}
    }

    /// Mask codes that are told apart: classes, then nodata, unobserved and outside.
    package let codes: [UInt8]
    /// Number of zones.
    package let zones: Int
    /// By zone, then by code.
    private var sums: [Sum]
    private let slots: CodeSlots

    /// An empty tally.
    ///
    /// - Parameters:
    ///   - zones: how many.
    ///   - classes: class values of the catalog.
    package init(zones: Int, classes: [UInt8]) {
        slots = CodeSlots(classes: classes)
        codes = slots.codes
        self.zones = zones
        sums = Array(repeating: Sum(), count: zones * codes.count)
    }

    /// What a mask code adds up to in a zone.
    package func sum(zone: Int, code: UInt8) -> Sum {
        guard let slot = slots.slot(of: code) else { return Sum() }
        return sums[zone * codes.count + slot]
    }

    /// What all codes of a zone add up to: its part of the raster.
    package func total(zone: Int) -> Sum {
        var total = Sum()
        for sum in sums[zone * codes.count..<(zone + 1) * codes.count] { total.add(sum) }
        return total
    }

    /// Adds what a window gave. Associative and commutative.
    package mutating func merge(_ part: Part) {
        precondition(part.sums.count == part.zones.count * codes.count, "the part has other codes")
        for (index, zone) in part.zones.enumerated() {
            for slot in codes.indices { sums[zone * codes.count + slot].add(part.sums[index * codes.count + slot]) }
        }
    }

    /// Adds another tally of the same zones and classes. Associative and commutative.
    package mutating func merge(_ other: ZoneTally) {
        precondition(other.codes == codes && other.zones == zones, "the tally has other zones or codes")
        for index in sums.indices { sums[index].add(other.sums[index]) }
    }

    /// Gives a zone the sums of some others: their union, where they do not overlap.
    package mutating func replace(zone: Int, withSumOf others: Range<Int>) {
        for slot in codes.indices {
            var total = Sum()
            for other in others { total.add(sums[other * codes.count + slot]) }
            sums[zone * codes.count + slot] = total
        }
    }

    /// Bytes that a tally takes, for planning.
    package static func bytes(zones: Int, classes: Int) -> Int {
        zones * (classes + 3) * MemoryLayout<Sum>.stride
    }
}
