import Tiling

/// An overview block that is complete and wants compressing.
struct OverviewWork: Sendable {
    let address: BlockAddress
    /// Row-major; nil where all of it is 0.
    let values: [UInt8]?
}
