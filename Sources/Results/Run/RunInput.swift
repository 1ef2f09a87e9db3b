public import Foundation

/// A raster that a run has read.
public struct RunInput: Sendable, Hashable {
    /// As it was named.
    public let path: String
    /// GDAL's name of its format.
    public let driver: String
    /// In pixels.
    public let width: Int
    /// In pixels.
    public let height: Int
    /// Number of bands.
    public let bands: Int
    /// Name of the CRS; nil where there is none.
    public let crs: String?
    /// For example "EPSG:32632"; nil where it is not known.
    public let crsCode: String?
    /// GDAL's six numbers: x = t0 + t1 column + t2 row, y = t3 + t4 column + t5 row; nil without georeferencing.
    public let geotransform: [Double]?
    /// Size of the file; nil where it is none.
    public let bytes: Int?
    /// When the file was last changed, to the second; nil where it is none.
    public let modified: Date?
    /// SHA-256 of the first and last MiB and of 64 blocks between; nil where it is no file.
    public let fingerprint: String?

    package init(
        path: String, driver: String, width: Int, height: Int, bands: Int, crs: String?, crsCode: String?,
        geotransform: [Double]?, bytes: Int?, modified: Date?, fingerprint: String?
    ) {
        self.path = path
        self.driver = driver
        self.width = width
        self.height = height
        self.bands = bands
        self.crs = crs
        self.crsCode = crsCode
        self.geotransform = geotransform
        self.bytes = bytes
        self.modified = modified
        self.fingerprint = fingerprint
    }

    init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        path = try fields.text("path")
        driver = try fields.text("driver")
        width = try fields.integer("width")
        height = try fields.integer("height")
        bands = try fields.integer("bands")
        crs = try fields.optionalText("crs")
        crsCode = try fields.optionalText("crs_code")
        geotransform = try fields.optional("geotransform") { json throws(JSONError) in
            try json.items(Double.init(json:))
        }
        bytes = try fields.optionalInteger("bytes")
        modified = try fields.optional("modified", RunRecord.time(json:))
        fingerprint = try fields.optionalText("fingerprint_sha256")
    }

    var json: JSONValue {
        .members([
            "path": .string(path), "driver": .string(driver), "width": .integer(width), "height": .integer(height),
            "bands": .integer(bands), "crs": .optional(crs), "crs_code": .optional(crsCode),
            "geotransform": geotransform.map { .array($0.map { .number($0) }) } ?? .null, "bytes": .optional(bytes),
            "modified": modified.map(RunRecord.json) ?? .null, "fingerprint_sha256": .optional(fingerprint),
        ])
    }
}
