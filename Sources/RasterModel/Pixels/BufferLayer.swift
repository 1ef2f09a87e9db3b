/// One layer of a pixel buffer: samples or a mask.
package enum BufferLayer: Hashable, Sendable {
    /// Samples; counted from 0.
    case plane(Int)
    /// A mask; counted from 0.
    case mask(Int)
}
