/// A part of a window where some layers could not be read. What they hold there is unspecified.
package struct UnreadablePart: Hashable, Sendable {
    /// Pixels, in the raster's numbering.
    package var window: PixelWindow
    /// What could not be read there; the other layers could.
    package var layers: Set<BufferLayer>

    /// A part from its window and layers.
    package init(window: PixelWindow, layers: Set<BufferLayer>) {
        self.window = window
        self.layers = layers
    }
}
