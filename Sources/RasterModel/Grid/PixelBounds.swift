/// The smallest upright rectangle around some points of a raster, in pixel coordinates; it may be empty.
package struct PixelBounds: Hashable, Sendable {
    /// Smallest column.
    package private(set) var left = Double.infinity
    /// Largest column.
    package private(set) var right = -Double.infinity
    /// Smallest row.
    package private(set) var top = Double.infinity
    /// Largest row.
    package private(set) var bottom = -Double.infinity

    /// Bounds of nothing.
    package init() {}

    /// Bounds from their sides; infinite ones are open.
    package init(left: Double, right: Double, top: Double, bottom: Double) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    }

    /// Bounds of a whole raster.
    package init(_ size: RasterSize) {
        (left, right, top, bottom) = (0, Double(size.width), 0, Double(size.height))
    }

    /// Bounds of some points.
    package init(_ points: some Sequence<PixelPoint>) {
        for point in points { add(point) }
    }

    /// Takes in a point.
    package mutating func add(_ point: PixelPoint) {
        left = min(left, point.column)
        right = max(right, point.column)
        top = min(top, point.row)
        bottom = max(bottom, point.row)
    }

    /// Takes in other bounds.
    package mutating func add(_ other: PixelBounds) {
        left = min(left, other.left)
        right = max(right, other.right)
        top = min(top, other.top)
        bottom = max(bottom, other.bottom)
    }

    /// Moves all four sides outwards.
    package mutating func grow(by margin: Double) {
        guard !isEmpty else { return }
        left -= margin
        right += margin
        top -= margin
        bottom += margin
    }

    /// True where they hold no point at all.
    package var isEmpty: Bool { left > right }

    /// True where the other bounds lie within these.
    package func contains(_ other: PixelBounds) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    /// True where both share more than a border.
    package func overlaps(_ other: PixelBounds) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// The pixels of a raster that the bounds touch.
    package func window(within size: RasterSize) -> PixelWindow {
        let columns = Self.cells(left, right, limit: size.width)
        let rows = Self.cells(top, bottom, limit: size.height)
        return PixelWindow(
            column: columns.lowerBound, row: rows.lowerBound, endColumn: columns.upperBound, endRow: rows.upperBound)
    }

    private static func cells(_ low: Double, _ high: Double, limit: Int) -> Range<Int> {
        let first = min(max(low.rounded(.down), 0), Double(limit))
        let end = min(max(high.rounded(.up), first), Double(limit))
        return Int(first)..<Int(end)
    }
}
