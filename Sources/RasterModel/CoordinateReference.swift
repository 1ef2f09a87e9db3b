/// An ellipsoid of revolution.
public struct Ellipsoid: Hashable, Sendable {
    /// Semi-major axis in metres.
    public var semiMajorAxis: Double
    /// (a - b) / a; 0 is a sphere.
    public var flattening: Double

    /// An ellipsoid from its semi-major axis in metres and its flattening.
    public init(semiMajorAxis: Double, flattening: Double) {
        self.semiMajorAxis = semiMajorAxis
        self.flattening = flattening
    }

    /// The ellipsoid of WGS 84.
    public static let wgs84 = Ellipsoid(semiMajorAxis: 6_378_137, flattening: 1 / 298.257223563)

    /// First eccentricity squared, f(2 - f).
    public var eccentricitySquared: Double { flattening * (2 - flattening) }
}

/// What the program needs to know of a coordinate reference system.
public struct CoordinateReference: Hashable, Sendable {
    /// What the coordinates mean, which decides how areas are found.
    public enum Kind: Hashable, Sendable {
        /// Longitude and latitude; one CRS unit is `radiansPerUnit` radians.
        case geographic(radiansPerUnit: Double)
        /// Angles on a globe that is turned or otherwise derived (a rotated pole): where they lie on the earth only the
        /// inverse projection tells.
        case derivedGeographic(radiansPerUnit: Double)
        /// EPSG:3857 and its twins: spherical Mercator of geodetic latitude, radius in CRS units.
        case webMercator(radius: Double)
        case projected
        /// A CRS without a tie to the earth: areas are planar.
        case local
    }

    /// What the coordinates mean.
    public var kind: Kind
    /// Name as the CRS gives it, for example "WGS 84 / UTM zone 33N".
    public var name: String
    /// For example "EPSG:32633"; nil where the CRS names none.
    public var authorityCode: String?
    /// OGC WKT2, for writing.
    public var wkt: String
    /// Metres per unit of a projected or local CRS; 1 for those that count angles.
    public var metresPerUnit: Double
    /// The ellipsoid of the datum, on which areas are measured.
    public var ellipsoid: Ellipsoid
    /// Where longitudes of the datum count from, in radians east of Greenwich.
    public var primeMeridian: Double

    /// A CRS from its parts; see the properties.
    public init(
        kind: Kind, name: String, authorityCode: String?, wkt: String, metresPerUnit: Double, ellipsoid: Ellipsoid,
        primeMeridian: Double = 0
    ) {
        self.kind = kind
        self.name = name
        self.authorityCode = authorityCode
        self.wkt = wkt
        self.metresPerUnit = metresPerUnit
        self.ellipsoid = ellipsoid
        self.primeMeridian = primeMeridian
    }

    /// True where only the inverse projection tells which place on the earth coordinates mean.
    public var needsInverseProjection: Bool {
        switch kind {
        case .projected, .derivedGeographic: true
        case .geographic, .webMercator, .local: false
        }
    }
}

/// Size, position and CRS of a raster: what the mask inherits.
public struct RasterGrid: Hashable, Sendable {
    /// Width and height in pixels.
    public var size: RasterSize
    /// nil where the raster has none (or only the identity that readers hand out by default).
    public var transform: GeoTransform?
    /// nil where the raster names none: then there are no areas.
    public var crs: CoordinateReference?

    /// A grid from its parts.
    public init(size: RasterSize, transform: GeoTransform?, crs: CoordinateReference?) {
        self.size = size
        self.transform = transform
        self.crs = crs
    }
}
