import CGDAL
import Foundation

/// The longitudes and latitudes that a CRS is made from, on its own datum.
///
/// They need not be degrees from Greenwich: the Lambert zones of France count grads from Paris. Nor need they be what the
/// CRS itself counts: a rotated pole has longitudes of its own, and a chain of derived CRS ends in them only at its last.
@safe
struct GeographicBase: ~Copyable {
    /// What PROJ calls the CRS itself, its heights and its ties to other datums aside: "ProjectedCRS",
    /// "DerivedGeographicCRS" ...
    let type: String
    /// Metres of one unit of the CRS's first axis; nil where it is no length.
    let metresPerUnit: Double?
    /// Owned. Coordinates in the order longitude, latitude.
    let reference: OGRSpatialReferenceH

    /// - Returns: nil where the CRS does not come from longitudes and latitudes.
    init?(of reference: OGRSpatialReferenceH) {
        guard let outer = unsafe Self.document(of: reference).map(Self.horizontal),
            let type = outer["type"] as? String, var base = Self.geographic(of: outer)
        else { return nil }
        // A base within another CRS does not repeat what it must be.
        base["type"] = "GeographicCRS"
        guard let data = try? JSONSerialization.data(withJSONObject: base),
            let made = unsafe OSRNewSpatialReference(nil)
        else { return nil }
        let status = unsafe OSRSetFromUserInput(made, String(decoding: data, as: UTF8.self))
        guard status == OGRERR_NONE else {
            unsafe OSRDestroySpatialReference(made)
            return nil
        }
        unsafe OSRSetAxisMappingStrategy(made, OAMS_TRADITIONAL_GIS_ORDER)
        self.type = type
        metresPerUnit = Self.metresPerUnit(of: outer)
        unsafe self.reference = unsafe made
    }

    deinit { unsafe OSRDestroySpatialReference(reference) }

    /// Radians of one unit.
    var radiansPerUnit: Double { unsafe OSRGetAngularUnits(reference, nil) }

    /// Where longitudes count from, in radians east of Greenwich.
    var primeMeridian: Double { unsafe OSRGetPrimeMeridian(reference, nil) * .pi / 180 }

    // MARK: PROJ's description

    private typealias Document = [String: Any]

    private static func document(of reference: OGRSpatialReferenceH) -> Document? {
        var text: UnsafeMutablePointer<CChar>?
        let status = unsafe OSRExportToPROJJSON(reference, &text, nil)
        defer { unsafe VSIFree(text) }
        guard status == OGRERR_NONE, let text = unsafe text else { return nil }
        let data = Data(unsafe String(cString: text).utf8)
        return (try? JSONSerialization.jsonObject(with: data)) as? Document
    }

    /// The CRS of x and y, without heights and without the way to another datum.
    private static func horizontal(_ document: Document) -> Document {
        if let parts = document["components"] as? [Document], let first = parts.first { return horizontal(first) }
        if let source = document["source_crs"] as? Document { return horizontal(source) }
        return document
    }

    /// The last CRS of the chain.
    private static func geographic(of document: Document) -> Document? {
        if let base = document["base_crs"] as? Document { return geographic(of: horizontal(base)) }
        let axes = document["coordinate_system"] as? Document
        return axes?["subtype"] as? String == "ellipsoidal" ? document : nil
    }

    private static func metresPerUnit(of document: Document) -> Double? {
        let system = document["coordinate_system"] as? Document
        guard system?["subtype"] as? String == "Cartesian", let axis = (system?["axis"] as? [Document])?.first
        else { return nil }
        if let unit = axis["unit"] as? Document { return unit["conversion_factor"] as? Double }
        return axis["unit"] as? String == "metre" ? 1 : nil
    }
}
