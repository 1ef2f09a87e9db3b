import Coverage
import Foundation
import RasterModel

let degree = Double.pi / 180

/// A raster grid with little to say.
func grid(
    _ kind: CoordinateReference.Kind, _ transform: GeoTransform, width: Int = 100, height: Int = 100,
    metresPerUnit: Double = 1, ellipsoid: Ellipsoid = .wgs84
) -> RasterGrid {
    RasterGrid(
        size: RasterSize(width: width, height: height), transform: transform,
        crs: CoordinateReference(
            kind: kind, name: "test", authorityCode: nil, wkt: "", metresPerUnit: metresPerUnit, ellipsoid: ellipsoid))
}

extension GeoTransform {
    /// North-up square pixels.
    static func square(_ side: Double, left: Double, top: Double) -> GeoTransform {
        GeoTransform(originX: left, columnX: side, rowX: 0, originY: top, columnY: 0, rowY: -side)
    }

    /// Square pixels turned by an angle in degrees.
    static func turned(_ side: Double, by angle: Double, left: Double, top: Double) -> GeoTransform {
        let (c, s) = (side * cos(angle * degree), side * sin(angle * degree))
        return GeoTransform(originX: left, columnX: c, rowX: s, originY: top, columnY: s, rowY: -c)
    }
}

extension PixelAreas {
    /// Area of a pixel in m2; NaN where it is not known.
    func squareMetres(column: Int = 0, row: Int = 0) -> Double {
        pixelArea(column: column, row: row).map(FixedArea.squareMetres) ?? .nan
    }
}
