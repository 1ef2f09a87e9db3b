package import RasterModel

/// What one reading fills for all its purposes (catalogs): the union of their planes and masks, in one type, and for
/// each of them where its own are.
package struct ReadSelection: Sendable, Hashable {
    /// The planes of the buffer: those of the raster itself first, then those of the other files.
    package let planes: [BandAddress]
    /// The masks of the buffer, in the same order of files.
    package let masks: [MaskLayer]
    /// One type that holds the samples of all planes exactly.
    package let type: SampleType
    /// For each selection, in order, what it finds where.
    package let views: [BandView]

    /// The union of some selections.
    ///
    /// - Throws: when a band holds complex numbers, or when no type holds all samples.
    package init(_ selections: [BandSelection], of stack: RasterStack) throws(RasterError) {
        var (planes, masks): ([BandAddress], [MaskLayer]) = ([], [])
        for file in 0...stack.others.count {
            for selection in selections {
                for plane in selection.planes where plane.file == file && !planes.contains(plane) {
                    planes.append(plane)
                }
                for mask in selection.masks where mask.file == file && !masks.contains(mask) { masks.append(mask) }
            }
        }
        self.planes = planes
        self.masks = masks
        type = try Self.commonType(planes, of: stack)
        views = selections.map { BandView($0, planes: planes, masks: masks) }
    }

    /// Bytes of one pixel in samples and masks.
    package var pixelBytes: Int { planes.count * type.size + masks.count }

    /// Indices of a file's bands among the planes.
    func planeRange(of file: Int) -> Range<Int> {
        let first = planes.firstIndex { $0.file == file } ?? 0
        return first..<first + planes.count { $0.file == file }
    }

    private static func commonType(_ planes: [BandAddress], of stack: RasterStack) throws(RasterError) -> SampleType {
        var types: Set<SampleType> = []
        for address in planes {
            let band = try stack.band(at: address)
            let path = stack.source(of: address.file).path
            guard let type = band.type else {
                throw RasterError(
                    "use", path, reason: "band \(band.number) holds complex numbers (\(band.typeName))",
                    advice: "use its magnitude: DERIVED_SUBDATASET:AMPLITUDE:\(path)")
            }
            types.insert(type)
            if SampleType.common(types) == nil {
                throw RasterError(
                    "use", path, reason: "signed bytes and other types are mixed in one reading",
                    advice: "convert it: gdal_translate -ot Int16 '\(path)' converted.tif")
            }
        }
        // Without planes nothing is stored.
        return SampleType.common(types) ?? .uint8
    }
}
