/// What is known of a component, or of the fragment of it that lies in one block. Fragments are put together over seams, in any
/// order: all that they hold are integers.
protocol SeamFragment: Sendable {
    /// Nothing: the identity of `merge`.
    init()
    /// Takes over another fragment of the same component.
    mutating func merge(_ other: Self)
    /// A pair of pixels on both sides of a seam has one key. Pixels that share a corner are told of both their fragments.
    mutating func pair(_ pair: PixelPair)
    /// A pixel of the fragment shares a side on a seam with a pixel of another key that shows this face.
    mutating func meet(_ face: UInt8)
}
