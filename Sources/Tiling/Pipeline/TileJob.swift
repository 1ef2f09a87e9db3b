/// What a worker is asked to do.
package enum TileJob<Extra: Sendable>: Sendable {
    /// A tile, by its number.
    case tile(Int)
    /// Work that came up while products were consumed.
    case extra(Extra)
}
