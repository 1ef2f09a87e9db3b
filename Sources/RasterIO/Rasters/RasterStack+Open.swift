import CGDAL
import Foundation
package import RasterModel

extension RasterStack {
    /// Opens the files that bring further bands.
    ///
    /// - Parameters:
    ///   - base: the raster that sets the grid.
    ///   - paths: the other files, by any names that GDAL opens: files 1 and up.
    /// - Throws: when one cannot be opened, or when it cannot be told where its pixels lie in the grid.
    package init(_ base: RasterSource, others paths: [String]) throws(RasterError) {
        var others: [Other] = []
        for path in paths { others.append(try Self.other(RasterSource(path: path), beside: base)) }
        self.init(base, others: others)
    }

    /// The same of sources that have been opened already.
    init(_ base: RasterSource, sources: [RasterSource]) throws(RasterError) {
        var others: [Other] = []
        for source in sources { others.append(try Self.other(source, beside: base)) }
        self.init(base, others: others)
    }

    private static func other(_ source: RasterSource, beside base: RasterSource) throws(RasterError) -> Other {
        Other(source: source, alignment: try alignment(of: base, in: source))
    }

    private static func alignment(of base: RasterSource, in other: RasterSource) throws(RasterError) -> GridAlignment {
        let (grid, own) = (base.grid, other.grid)
        switch (grid.crs, own.crs) {
        case (let crs?, let its?):
            guard crs.isSame(as: its) else {
                throw refusal(
                    other, "its CRS is \(its.title), and that of \(base.path) is \(crs.title)", warp(other, base))
            }
            guard let from = grid.transform, let to = own.transform else {
                let path = grid.transform == nil ? base.path : other.path
                throw refusal(other, "\(path) has a CRS but no geotransform", nil)
            }
            return GridAlignment(of: from, in: to, size: own.size)
        case (nil, nil):
            guard grid.size == own.size, grid.transform == own.transform else {
                throw refusal(
                    other, "neither it nor \(base.path) has a CRS, and their grids are not the same",
                    "give both a CRS, for example gdal_edit.py -a_srs EPSG:32632 '\(other.path)'")
            }
            return GridAlignment(identity: grid.size)
        case (let crs?, nil):
            throw refusal(other, "it has no CRS", assign(crs, to: other, like: base))
        case (nil, let crs?):
            throw refusal(other, "\(base.path) has no CRS", assign(crs, to: base, like: other))
        }
    }

    private static func refusal(_ other: RasterSource, _ reason: String, _ advice: String?) -> RasterError {
        RasterError("take bands from", other.path, reason: reason, advice: advice)
    }

    /// The command that brings the file to the CRS, and where north is up to the very grid, of the raster.
    private static func warp(_ other: RasterSource, _ base: RasterSource) -> String {
        let name = (other.path as NSString).lastPathComponent
        let target = "\((name as NSString).deletingPathExtension)-warped.tif"
        var options = base.grid.crs.map { "-t_srs \(reference($0, of: base)) " } ?? ""
        if let transform = base.grid.transform, transform.isAxisAligned {
            let (x, y) = transform.position(
                column: Double(base.grid.size.width), row: Double(base.grid.size.height))
            let extent = [
                min(transform.originX, x), min(transform.originY, y), max(transform.originX, x),
                max(transform.originY, y),
            ]
            options += "-te \(extent.map(\.description).joined(separator: " ")) "
            options += "-ts \(base.grid.size.width) \(base.grid.size.height) "
        }
        return "warp it first: gdalwarp \(options)-r near '\(other.path)' '\(target)', and name that file"
    }

    private static func assign(_ crs: CoordinateReference, to source: RasterSource, like other: RasterSource) -> String
    {
        "if it is that of \(other.path): gdal_edit.py -a_srs \(reference(crs, of: other)) '\(source.path)'"
    }

    /// What names the CRS on a command line.
    private static func reference(_ crs: CoordinateReference, of source: RasterSource) -> String {
        crs.authorityCode ?? "\"$(gdalsrsinfo -o wkt2 --single-line '\(source.path)')\""
    }
}

extension CoordinateReference {
    /// Name and code, for messages.
    var title: String { authorityCode.map { "\(name) (\($0))" } ?? name }

    /// True where coordinates in one mean the same in the other. The order of axes does not matter: rasters are x, y.
    /// Nor do heights.
    package func isSame(as other: CoordinateReference) -> Bool {
        if wkt == other.wkt { return true }
        return GDALMessages.during { _ in
            let a = unsafe OSRNewSpatialReference(wkt)
            let b = unsafe OSRNewSpatialReference(other.wkt)
            defer {
                unsafe OSRDestroySpatialReference(a)
                unsafe OSRDestroySpatialReference(b)
            }
            guard let a = unsafe a, let b = unsafe b else { return false }
            unsafe Self.dropHeights(a)
            unsafe Self.dropHeights(b)
            var options = unsafe CSLSetNameValue(nil, "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING", "YES")
            unsafe options = unsafe CSLSetNameValue(options, "CRITERION", "EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS")
            defer { unsafe CSLDestroy(options) }
            // The options are strings that GDAL only reads.
            return unsafe options?.withMemoryRebound(to: UnsafePointer<CChar>?.self, capacity: 3) {
                unsafe OSRIsSameEx(a, b, $0) != 0
            } ?? false
        }
    }

    private static func dropHeights(_ reference: OGRSpatialReferenceH) {
        _ = unsafe OSRStripVertical(reference)
        _ = unsafe OSRDemoteTo2D(reference, nil)
    }
}
