import CGDAL
import RasterModel

extension CoordinateReference {
    /// Reads the CRS of a dataset; nil where it has none.
    init?(of handle: GDALDatasetH, path: String) throws(RasterError) {
        guard let reference = unsafe GDALGetSpatialRef(handle), unsafe !Self.isUndefined(reference) else { return nil }
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
        let isGeographic = unsafe OSRIsGeographic(reference) != 0
        let isProjected = unsafe OSRIsProjected(reference) != 0
        guard unsafe isGeographic || isProjected || OSRIsLocal(reference) != 0 else { return nil }
        let metres = isGeographic ? 1 : unsafe OSRGetLinearUnits(reference, nil)
        let semiMajor = unsafe OSRGetSemiMajor(reference, nil)
        let inverse = unsafe OSRGetInvFlattening(reference, nil)
        let wkt = unsafe Self.wkt(of: reference)
        let kind: Kind =
            if isGeographic {
                unsafe .geographic(radiansPerUnit: OSRGetAngularUnits(reference, nil))
            } else if !isProjected {
                .local
            } else if unsafe Self.isWebMercator(reference, wkt: wkt) {
                .webMercator(radius: semiMajor / metres)
            } else {
                .projected
            }
        self.init(
            kind: kind,
            name: unsafe OSRGetName(reference).map { unsafe Self.shortened(String(cString: $0)) } ?? "unnamed",
            authorityCode: unsafe Self.code(of: reference), wkt: wkt, metresPerUnit: metres,
            ellipsoid: Ellipsoid(semiMajorAxis: semiMajor, flattening: inverse == 0 ? 0 : 1 / inverse))
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
