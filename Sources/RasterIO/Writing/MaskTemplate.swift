import CGDAL
import Foundation
import RasterModel

/// A tile-less TIFF written by GDAL, whose georeferencing, nodata and colour tags another file takes over, and the
/// names of classes that GDAL keeps beside it.
enum MaskTemplate {
    /// Writes `path` and, for classes, through GDAL `path.aux.xml`.
    ///
    /// - Returns: why the names of classes could not be written.
    static func write(
        _ path: String, like source: RasterSource, _ content: CloudRasterFile.Content
    ) throws(RasterError) -> RasterError? {
        try GDALMessages.during { log throws(RasterError) in
            guard let driver = unsafe GDALGetDriverByName("GTiff"),
                let created = unsafe GDALCreate(driver, path, 1, 1, 1, content.type, nil)
            else { throw RasterError("create", path, reason: log.summary(), kind: .transient) }
            let template = unsafe GDALDataset(owning: created)
            try fill(template, like: source, content, path)
            let failures = log.failures + template.close()
            guard failures.isEmpty else { throw RasterError.unwritten(path, failures.joined(separator: "; ")) }
        }
        guard case .classes = content else { return nil }
        return namesFailure(path + ".aux.xml")
    }

    private static func fill(
        _ dataset: borrowing GDALDataset, like source: RasterSource, _ content: CloudRasterFile.Content,
        _ path: String
    ) throws(RasterError) {
        var isWritten = true
        if let transform = source.grid.transform {
            var numbers = [
                transform.originX, transform.columnX, transform.rowX, transform.originY, transform.columnY,
                transform.rowY,
            ]
            isWritten = unsafe GDALSetGeoTransform(dataset.handle, &numbers) == CE_None
        }
        if let crs = source.grid.crs {
            isWritten = try setReference(dataset, source, crs) && isWritten
        }
        guard let band = unsafe dataset.band(1) else { preconditionFailure("the template has one band") }
        isWritten = unsafe GDALSetRasterNoDataValue(band, 0) == CE_None && isWritten
        if case .classes(let categories) = content {
            isWritten = unsafe setColours(band, categories) && isWritten
            isWritten = unsafe setNames(band, categories) && isWritten
        }
        guard isWritten else {
            throw RasterError("write", path, reason: "GDAL cannot store the raster's georeferencing in a GeoTIFF")
        }
    }

    /// As the raster's own file says it; of a raster in memory as it is known.
    private static func setReference(
        _ dataset: borrowing GDALDataset, _ source: RasterSource, _ crs: CoordinateReference
    ) throws(RasterError) -> Bool {
        if source.isInMemory { return unsafe GDALSetProjection(dataset.handle, crs.wkt) == CE_None }
        let original = try GDALDataset(path: source.path)
        return unsafe GDALSetSpatialRef(dataset.handle, GDALGetSpatialRef(original.handle)) == CE_None
    }

    /// That the names of classes could not be written whole is at most a warning to GDAL.
    private static func namesFailure(_ path: String) -> RasterError? {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        if text.contains("</PAMDataset>") { return nil }
        return RasterError.unwritten(path, "the names of the classes are not in it")
    }

    private static func setColours(_ band: GDALRasterBandH, _ categories: [MaskCategory]) -> Bool {
        guard let table = unsafe GDALCreateColorTable(GPI_RGB) else { return false }
        defer { unsafe GDALDestroyColorTable(table) }
        for category in categories {
            var entry = GDALColorEntry(
                c1: Int16(category.red), c2: Int16(category.green), c3: Int16(category.blue), c4: 255)
            unsafe GDALSetColorEntry(table, Int32(category.value), &entry)
        }
        return unsafe GDALSetRasterColorTable(band, table) == CE_None
    }

    private static func setNames(_ band: GDALRasterBandH, _ categories: [MaskCategory]) -> Bool {
        var names = Array(repeating: "", count: Int(categories.map(\.value).max() ?? 0) + 1)
        names[0] = "not covered"
        for category in categories { names[Int(category.value)] = category.name }
        var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        for name in names { unsafe list = CSLAddString(list, name) }
        defer { unsafe CSLDestroy(list) }
        return unsafe GDALSetRasterCategoryNames(band, list) == CE_None
    }
}

extension CloudRasterFile.Content {
    fileprivate var type: GDALDataType {
        switch self {
        case .classes: GDT_Byte
        case .numbers: GDT_UInt32
        }
    }
}
