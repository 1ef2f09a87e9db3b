package import RasterModel

/// One zone, ready to be asked which share of each pixel it takes.
///
/// The share of a pixel depends on nothing but the polygons: it is computed from whole edges, whatever the window. It is
/// exact to 1e-9 (coordinates are rounded to 2^-40 pixels, the result once to 2^-30), as long as polygons do not overlap
/// each other; where they do, a share ends at a whole pixel.
package struct PolygonShares: Sendable {
    let edges: PolygonEdges
    /// The smallest window outside which no pixel has a share.
    package let window: PixelWindow

    /// - Parameters:
    ///   - polygons: in pixel coordinates; they may reach beyond the raster.
    ///   - size: the raster's.
    package init(_ polygons: [PolygonShape], size: RasterSize) {
        edges = PolygonEdges(polygons, size: size)
        var bounds = PixelBounds()
        for polygon in polygons { bounds.add(polygon.bounds) }
        window = bounds.window(within: size)
    }

    /// The shares in a window of the raster.
    ///
    /// Whoever asks for many windows keeps a `ShareScanner`.
    package func shares(in window: PixelWindow) -> WindowShares {
        var scanner = ShareScanner()
        scanner.scan(self, in: window)
        return scanner.shares
    }
}
