import CGDAL
import RasterModel

extension CoordinateReference {
    /// Reads the CRS of a dataset; nil where it has none.
    init?(of handle: GDALDatasetH, path: String) throws(RasterError) {
        let reference = unsafe GDALGetSpatialRef(handle)
        try unsafe ProjectionDatabase.check(for: path, hasReference: reference != nil)
        guard let reference = unsafe reference, unsafe !Self.isUndefined(reference) else { return nil }
        let found: CoordinateReference? = GDALMessages.during { _ in unsafe CoordinateReference(reference) }
        guard let found else {
            throw RasterError(
                "use", path, reason: "its coordinate reference system is neither geographic nor projected",
                advice: "assign the right one: gdal_translate -a_srs EPSG:... '\(path)' fixed.tif")
        }
        self = found
    }

    /// nil where coordinates mean nothing that is known.
    init?(_ reference: OGRSpatialReferenceH) {
        let wkt = unsafe Self.wkt(of: reference)
        let name = unsafe OSRGetName(reference).map { unsafe Self.shortened(String(cString: $0)) } ?? "unnamed"
        let code = unsafe Self.code(of: reference)
        guard let base = unsafe GeographicBase(of: reference) else {
            guard unsafe OSRIsLocal(reference) != 0 else { return nil }
            self.init(
                kind: .local, name: name, authorityCode: code, wkt: wkt,
                metresPerUnit: unsafe OSRGetLinearUnits(reference, nil),
                ellipsoid: unsafe Self.ellipsoid(of: reference))
            return
        }
        let ellipsoid = unsafe Self.ellipsoid(of: base.reference)
        // GDAL tells the unit of a derived projected CRS only in later versions; its own number has more digits.
        let isDerived = base.type == "DerivedProjectedCRS"
        let metres =
            (isDerived ? base.metresPerUnit : base.metresPerUnit.map { _ in unsafe OSRGetLinearUnits(reference, nil) })
            ?? 1
        let kind: Kind
        switch base.type {
        case "GeographicCRS", "GeodeticCRS":
            kind = unsafe .geographic(radiansPerUnit: OSRGetAngularUnits(reference, nil))
        case "DerivedGeographicCRS", "DerivedGeodeticCRS":
            kind = unsafe .derivedGeographic(radiansPerUnit: OSRGetAngularUnits(reference, nil))
        case "ProjectedCRS":
            kind =
                unsafe Self.isWebMercator(reference, wkt: wkt)
                ? .webMercator(radius: ellipsoid.semiMajorAxis / metres) : .projected
        case "DerivedProjectedCRS": kind = .projected
        default: return nil
        }
        self.init(
            kind: kind, name: name, authorityCode: code, wkt: wkt, metresPerUnit: metres,
            ellipsoid: ellipsoid, primeMeridian: base.primeMeridian)
    }

    private static func ellipsoid(of reference: OGRSpatialReferenceH) -> Ellipsoid {
        let inverse = unsafe OSRGetInvFlattening(reference, nil)
        return Ellipsoid(
            semiMajorAxis: unsafe OSRGetSemiMajor(reference, nil), flattening: inverse == 0 ? 0 : 1 / inverse)
    }

    private static func wkt(of reference: OGRSpatialReferenceH) -> String {
        var text: UnsafeMutablePointer<CChar>?
        let list = unsafe CSLSetNameValue(CSLSetNameValue(nil, "FORMAT", "WKT2_2019"), "MULTILINE", "NO")
        defer { unsafe CSLDestroy(list) }
        // The options are strings that GDAL only reads.
        let status = unsafe list?.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: 3) {
            unsafe OSRExportToWktEx(reference, &text, $0)
        }
        defer { unsafe VSIFree(text) }
        guard status == OGRERR_NONE, let text = unsafe text else { return "" }
        return unsafe String(cString: text)
    }

    private static func code(of reference: OGRSpatialReferenceH) -> String? {
        guard let name = unsafe OSRGetAuthorityName(reference, nil),
            let code = unsafe OSRGetAuthorityCode(reference, nil)
        else { return nil }
        return unsafe "\(String(cString: name)):\(String(cString: code))"
    }

    /// EPSG:3857 and its twins. A shifted false northing is left to the general method.
    private static func isWebMercator(_ reference: OGRSpatialReferenceH, wkt: String) -> Bool {
        let shift = unsafe OSRGetProjParm(reference, "false_northing", 0, nil)
        return wkt.contains("Popular Visualisation Pseudo Mercator") && shift == 0
    }
}
