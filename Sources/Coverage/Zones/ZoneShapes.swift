package import RasterModel

/// All zones of a survey, ready to be asked which share of each pixel they take, and found by window.
package struct ZoneShapes: Sendable {
    /// In the order given.
    package let zones: [PolygonShares]
    /// Zones by band of rows, in ascending order: each in every band that its window meets.
    private let bands: [[Int32]]

    private static let bandRows = 256

    /// - Parameters:
    ///   - zones: polygons of each zone, in pixel coordinates.
    ///   - size: the raster's.
    package init(_ zones: [[PolygonShape]], size: RasterSize) {
        self.zones = zones.map { PolygonShares($0, size: size) }
        var bands = [[Int32]](repeating: [], count: (size.height + Self.bandRows - 1) / Self.bandRows)
        for (index, zone) in self.zones.enumerated() where !zone.window.isEmpty {
            for band in Self.bands(zone.window) { bands[band].append(Int32(index)) }
        }
        self.bands = bands
    }

    /// Zones whose windows meet a window of the raster, each once.
    package func meeting(_ window: PixelWindow) -> [Int] {
        guard !window.isEmpty else { return [] }
        let first = window.row / Self.bandRows
        return Self.bands(window).flatMap { band in
            bands[band].lazy.map(Int.init).filter { index in
                let own = zones[index].window
                // Once: in the first band that both meet.
                return max(own.row / Self.bandRows, first) == band && !own.intersection(window).isEmpty
            }
        }
    }

    private static func bands(_ window: PixelWindow) -> ClosedRange<Int> {
        window.row / bandRows...(window.rows.upperBound - 1) / bandRows
    }
}
