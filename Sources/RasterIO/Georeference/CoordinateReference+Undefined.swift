import CGDAL
import RasterModel

extension CoordinateReference {
    /// True for a CRS that only says that nothing is known: files have several ways to put that.
    ///
    /// GeoPackages call it "Undefined geographic SRS" and "Undefined Cartesian SRS" (0 and -1), and since GDAL 3.9 "Undefined
    /// SRS" (99999): a local CRS in an unknown unit. Others write a local CRS without a name. A local CRS that has both a
    /// name and a unit is the user's own, and is kept.
    static func isUndefined(_ reference: OGRSpatialReferenceH) -> Bool {
        let name = unsafe OSRGetName(reference).map { unsafe String(cString: $0).lowercased() } ?? ""
        if ["undefined geographic srs", "undefined cartesian srs", "undefined srs"].contains(name) { return true }
        guard unsafe OSRIsLocal(reference) != 0 else { return false }
        if ["undefined", "unknown"].contains(where: name.hasPrefix) { return true }
        var unit: UnsafeMutablePointer<CChar>?
        let metres = unsafe OSRGetLinearUnits(reference, &unit)
        let unitName = unsafe unit.map { unsafe String(cString: $0).lowercased() } ?? "unknown"
        return metres <= 0 || !metres.isFinite || ["", "unknown", "undefined", "unnamed"].contains(unitName)
    }

    /// 360 degrees in units of x; nil where x does not come back to where it began.
    var turn: Double? {
        switch kind {
        case .geographic(let radiansPerUnit), .derivedGeographic(let radiansPerUnit): 2 * .pi / radiansPerUnit
        case .webMercator(let radius): 2 * .pi * radius
        case .projected, .local: nil
        }
    }

    /// A name short enough for a line of text.
    static func shortened(_ name: String) -> String {
        let plain = name.joinedLines
        return plain.count > 80 ? plain.prefix(77) + "..." : plain
    }
}
