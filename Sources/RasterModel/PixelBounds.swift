/// The smallest upright rectangle around some places of a raster, in pixel coordinates; it may be empty.
public struct PixelBounds: Hashable, Sendable {
    /// Smallest column.
    public private(set) var left = Double.infinity
    /// Largest column.
    public private(set) var right = -Double.infinity
    /// Smallest row.
    public private(set) var top = Double.infinity
    /// Largest row.
    public private(set) var bottom = -Double.infinity

    /// Bounds of nothing.
    public init() {}

    /// Bounds from their sides; infinite ones are open.
    public init(left: Double, right: Double, top: Double, bottom: Double) {
        (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
    }

    /// Bounds of a whole raster.
    public init(_ size: RasterSize) {
        (left, right, top, bottom) = (0, Double(size.width), 0, Double(size.height))
    }

    /// Bounds of some places.
    public init(_ points: some Sequence<PixelPoint>) {
        for point in points { add(point) }
    }

    /// Takes in a place.
    public mutating func add(_ point: PixelPoint) {
        left = min(left, point.column)
        right = max(right, point.column)
        top = min(top, point.row)
        bottom = max(bottom, point.row)
    }

    /// Takes in other bounds.
    public mutating func add(_ other: PixelBounds) {
        left = min(left, other.left)
        right = max(right, other.right)
        top = min(top, other.top)
        bottom = max(bottom, other.bottom)
    }

    /// Moves all four sides outwards.
    public mutating func grow(by margin: Double) {
        guard !isEmpty else { return }
        left -= margin
        right += margin
        top -= margin
        bottom += margin
    }

    /// True where they hold no place at all.
    public var isEmpty: Bool { left > right }

    /// True where the other bounds lie within these.
    public func contains(_ other: PixelBounds) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    /// True where both share more than a border.
    public func overlaps(_ other: PixelBounds) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// The pixels of a raster that the bounds touch.
    public func window(within size: RasterSize) -> PixelWindow {
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
