/// What the patches of a linear class must look like to be kept.
package struct ShapeLimits: Hashable, Sendable {
    /// Length of a pixel along a row, in metres or 1.
    package var pixelWidth: Double
    /// Length of a pixel along a column, in the same unit.
    package var pixelHeight: Double
    /// Mean width.
    package var width: ClosedRange<Double> = 0...Double.infinity
    /// Length of the centreline.
    package var length: ClosedRange<Double> = 0...Double.infinity
    /// Length over mean width.
    package var elongation: ClosedRange<Double> = 0...Double.infinity
    /// Area.
    package var area: ClosedRange<Double> = 0...Double.infinity

    /// Limits that every patch keeps.
    package init(pixelWidth: Double, pixelHeight: Double) {
        self.pixelWidth = pixelWidth
        self.pixelHeight = pixelHeight
    }

    func hold(for region: RegionProperties) -> Bool {
        let figures = ShapeFigures(region, pixelWidth: pixelWidth, pixelHeight: pixelHeight)
        return width.contains(figures.meanWidth) && length.contains(figures.length)
            && elongation.contains(figures.elongation) && area.contains(figures.area)
    }
}
