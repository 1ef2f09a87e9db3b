import Foundation
import RasterModel
import TestSupport

/// Polygons for laws: star-shaped around a point, so that they are valid.
struct RandomPolygons {
    var generator: SeededGenerator

    init(_ seed: Int) { generator = SeededGenerator(seed) }

    mutating func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }

    /// A star of some corners between two radii.
    mutating func star(column: Double, row: Double, radii: ClosedRange<Double>, corners: Int) -> Ring {
        let start = number(0...1)
        return Ring(
            (0..<corners).map { corner in
                let angle = 2 * .pi * (Double(corner) + number(0.05...0.95) + start) / Double(corners)
                let radius = number(radii)
                return PixelPoint(column: column + radius * cos(angle), row: row + radius * sin(angle))
            })
    }

    /// A star with a hole in it, partly beyond the raster at times.
    mutating func polygon(on size: RasterSize) -> PolygonShape {
        let radius = exp(number(-3...log(Double(max(size.width, size.height)))))
        let column = number(-radius / 2...Double(size.width) + radius / 2)
        let row = number(-radius / 2...Double(size.height) + radius / 2)
        let corners = Int(number(5...14))
        let outer = star(column: column, row: row, radii: radius / 2...radius, corners: corners)
        // Straight edges between neighbours at radius / 2 come no nearer to the middle than this.
        let inside = radius / 2 * cos(2 * .pi * 0.95 / Double(corners)).magnitude * 0.5
        let hole = star(column: column, row: row, radii: inside / 4...inside / 2, corners: corners)
        return PolygonShape(outer: outer, holes: number(0...1) < 0.5 ? [] : [hole])
    }
}
