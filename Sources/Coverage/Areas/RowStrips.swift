import Foundation
import RasterModel

/// Pixel areas of an axis-aligned raster whose rows lie between parallels: one area per row.
struct RowStrips: Sendable {
    /// What the raster's y axis is.
    enum Axis: Sendable {
        /// Latitude; one unit is `radiansPerUnit` radians.
        case latitude(radiansPerUnit: Double)
        /// Spherical Mercator of geodetic latitude; `radius` in CRS units.
        case webMercator(radius: Double)
    }

    let axis: Axis
    let transform: GeoTransform
    let area: EllipsoidArea

    /// True area of one pixel of a row in m2, before it is rounded to `FixedArea` units.
    func squareMetres(row: Int) -> Double {
        let middle = transform.originY + (Double(row) + 0.5) * transform.rowY
        let height = transform.rowY.magnitude
        let width = transform.columnX.magnitude
        switch axis {
        case .latitude(let radians):
            return latitudeStrip(middle: middle.magnitude, height: height, radiansPerUnit: radians) * width * radians
        case .webMercator(let radius):
            return mercatorStrip(middle: middle / radius, height: height / radius) * width / radius
        }
    }

    /// Strip of latitude in CRS units, cut off at the poles; `middle` is north of the equator (the earth is symmetric).
    ///
    /// The cosine comes from the distance to the pole, which a double holds exactly where it is small.
    private func latitudeStrip(middle: Double, height: Double, radiansPerUnit radians: Double) -> Double {
        let pole = Double.pi / 2 / radians
        let beyondNorth = max(0, middle + height / 2 - pole)
        let beyondSouth = max(0, height / 2 - middle - pole)
        let inside = height - beyondNorth - beyondSouth
        guard inside > 0 else { return 0 }
        let centre = middle - beyondNorth / 2 + beyondSouth / 2
        return area.strip(middle: centre * radians, cosine: sin((pole - centre) * radians), height: inside * radians)
    }

    /// Strip between two ordinates of spherical Mercator on the unit sphere: sin(phi) = tanh(v).
    private func mercatorStrip(middle: Double, height: Double) -> Double {
        let (low, high) = (middle - height / 2, middle + height / 2)
        return area.strip(sines: (tanh(low), tanh(high)), difference: sinh(height) / cosh(low) / cosh(high))
    }
}
