/// One layer of a pixel buffer: samples or a mask.
public enum BufferLayer: Hashable, Sendable {
    /// Samples; counted from 0.
    case plane(Int)
    /// A mask; counted from 0.
    case mask(Int)
}

/// A part of a window where some layers could not be read. What they hold there is unspecified.
public struct UnreadablePart: Hashable, Sendable {
    /// Pixels, in the raster's numbering.
    public var window: PixelWindow
    /// What could not be read there; the other layers could.
    public var layers: Set<BufferLayer>

    /// A part from its window and layers.
    public init(window: PixelWindow, layers: Set<BufferLayer>) {
        self.window = window
        self.layers = layers
    }
}
