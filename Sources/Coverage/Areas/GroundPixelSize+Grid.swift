import Foundation
package import RasterModel

extension GroundPixelSize {
    /// Farthest that a projected CRS's own metres may be from metres on the ground before they are corrected.
    static let nominalTolerance = 0.01

    /// Sides of the pixel at the raster's centre, in metres on the ground; nil where the raster has no CRS or no
    /// geotransform, or its centre lies outside the projection's domain.
    ///
    /// On the ellipsoid, from positions 50 m and more to both sides. Where a projected CRS's own metres agree to 1 % (UTM
    /// and its like), they are taken as they are, so that a pixel of 1 cm is 1 cm.
    ///
    /// - Parameters:
    ///   - grid: the raster.
    ///   - inverse: projects CRS positions to longitude and latitude; asked only for projected and derived CRS.
    /// - Throws: whatever `inverse` throws.
    package init?(centreOf grid: RasterGrid, inverse: InverseProjectionFunction? = nil) throws {
        guard let transform = grid.transform, let crs = grid.crs else { return nil }
        let side = transform.pixelSize
        let nominal = GroundPixelSize(width: side.width * crs.metresPerUnit, height: side.height * crs.metresPerUnit)
        if case .local = crs.kind {
            self = nominal
            return
        }
        let centre = (column: Double(grid.size.width) / 2, row: Double(grid.size.height) / 2)
        let metres = Self.radiansPerUnit(of: crs).map { $0 * crs.ellipsoid.semiMajorAxis } ?? crs.metresPerUnit
        // Far enough that the digits of degrees do not matter, near enough that the scale does not change.
        let steps = (max(0.5, 50 / (side.width * metres)), max(0.5, 50 / (side.height * metres)))
        let positions = [
            transform.position(column: centre.column - steps.0, row: centre.row),
            transform.position(column: centre.column + steps.0, row: centre.row),
            transform.position(column: centre.column, row: centre.row - steps.1),
            transform.position(column: centre.column, row: centre.row + steps.1),
        ]
        let ends = try Self.geodeticPositions(positions, crs: crs, inverse: inverse)
        guard let west = ends[0], let east = ends[1], let north = ends[2], let south = ends[3] else {
            return nil
        }
        let distance = crs.needsInverseProjection ? Self.distance : Self.distanceOnGraticule
        let size = GroundPixelSize(
            width: distance(west, east, crs.ellipsoid) / (2 * steps.0),
            height: distance(north, south, crs.ellipsoid) / (2 * steps.1))
        guard size.width > 0, size.height > 0, size.width.isFinite, size.height.isFinite else { return nil }
        let isNominal =
            crs.kind == .projected && (size.width / nominal.width - 1).magnitude < Self.nominalTolerance
            && (size.height / nominal.height - 1).magnitude < Self.nominalTolerance
        self = isNominal ? nominal : size
    }

    private typealias GeodeticPosition = (longitude: Double, latitude: Double)

    private static func radiansPerUnit(of crs: CoordinateReference) -> Double? {
        switch crs.kind {
        case .geographic(let radians), .derivedGeographic(let radians): radians
        case .webMercator, .projected, .local: nil
        }
    }

    private static func geodeticPositions(
        _ positions: [(x: Double, y: Double)], crs: CoordinateReference, inverse: InverseProjectionFunction?
    ) throws -> [GeodeticPosition?] {
        switch crs.kind {
        case .geographic(let radians): positions.map { ($0.x * radians, $0.y * radians) }
        case .webMercator(let radius): positions.map { ($0.x / radius, atan(sinh($0.y / radius))) }
        case .derivedGeographic, .projected, .local: try inverse?(positions) ?? positions.map { _ in nil }
        }
    }

    /// Of two positions on one meridian or one parallel, in metres: with the radii of curvature in the middle.
    private static func distanceOnGraticule(_ a: GeodeticPosition, _ b: GeodeticPosition, on ellipsoid: Ellipsoid)
        -> Double
    {
        let sine = sin((a.latitude + b.latitude) / 2)
        let w = 1 - ellipsoid.eccentricitySquared * sine * sine
        let normal = ellipsoid.semiMajorAxis / w.squareRoot()
        let meridian = normal * (1 - ellipsoid.eccentricitySquared) / w
        var turn = (b.longitude - a.longitude).magnitude
        if turn > .pi { turn = 2 * .pi - turn }
        let east = normal * cos((a.latitude + b.latitude) / 2) * turn
        let north = meridian * (b.latitude - a.latitude)
        return (east * east + north * north).squareRoot()
    }

    /// Of two positions near each other, in metres: the arc over the chord between them, which no pole and no meridian
    /// disturbs.
    private static func distance(_ a: GeodeticPosition, _ b: GeodeticPosition, on ellipsoid: Ellipsoid) -> Double {
        let chord = point(a, on: ellipsoid) - point(b, on: ellipsoid)
        let length = (chord * chord).sum().squareRoot()
        let sine = sin((a.latitude + b.latitude) / 2)
        let w = 1 - ellipsoid.eccentricitySquared * sine * sine
        let radius = ellipsoid.semiMajorAxis * (1 - ellipsoid.eccentricitySquared).squareRoot() / w
        return 2 * radius * asin(min(1, length / (2 * radius)))
    }

    /// Geocentric coordinates in metres.
    private static func point(_ position: GeodeticPosition, on ellipsoid: Ellipsoid) -> SIMD3<Double> {
        let (sine, cosine) = (sin(position.latitude), cos(position.latitude))
        let normal = ellipsoid.semiMajorAxis / (1 - ellipsoid.eccentricitySquared * sine * sine).squareRoot()
        return SIMD3(
            normal * cosine * cos(position.longitude), normal * cosine * sin(position.longitude),
            normal * (1 - ellipsoid.eccentricitySquared) * sine)
    }
}
