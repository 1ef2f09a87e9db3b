/// What the program needs to know of a coordinate reference system.
package struct CoordinateReference: Hashable, Sendable {
    /// What the coordinates mean, which decides how areas are found.
    package enum Kind: Hashable, Sendable {
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
    package var kind: Kind
    /// Name as the CRS gives it, for example "WGS 84 / UTM zone 33N".
    package var name: String
    /// For example "EPSG:32633"; nil where the CRS names none.
    package var authorityCode: String?
    /// OGC WKT2, for writing.
    package var wkt: String
    /// Metres per unit of a projected or local CRS; 1 for those that count angles.
    package var metresPerUnit: Double
    /// The ellipsoid of the datum, on which areas are measured.
    package var ellipsoid: Ellipsoid
    /// Where longitudes of the datum count from, in radians east of Greenwich.
    package var primeMeridian: Double

    /// A CRS from its parts; see the properties.
    package init(
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
    package var needsInverseProjection: Bool {
        switch kind {
        case .projected, .derivedGeographic: true
        case .geographic, .webMercator, .local: false
        }
    }
}
