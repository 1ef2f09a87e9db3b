public import RasterModel

/// Which planes a survey reads from a raster, in which type, and how their validity is judged.
public struct BandSelection: Sendable, Hashable {
    /// Band numbers, in the order of the planes: first those asked for, then those that only say what is valid.
    public var planes: [Int]
    /// How many of the planes were asked for.
    public var requested: Int
    /// One type that holds the samples of all planes exactly.
    public var type: SampleType
    /// Per requested plane.
    public var scalings: [BandScaling?]
    /// How pixels without an observation are told, in terms of the planes.
    public var validity: ValidityRule

    /// The planes for some bands of a raster.
    ///
    /// - Parameters:
    ///   - bands: numbers of the bands wanted, from 1.
    ///   - named: bands that somebody named explicitly: never taken for alpha, whatever the file says.
    ///   - colours: the bands that are red, green and blue; nil: as the file says, if it does.
    /// - Throws: when a band is missing or holds complex numbers.
    public init(
        _ bands: [Int], of source: RasterSource, named: Set<Int>, colours: [Int]? = nil
    ) throws(RasterError) {
        for number in bands where !source.bands.indices.contains(number - 1) {
            let count = source.bands.count
            throw RasterError(
                "use", source.path,
                reason: "band \(number) is asked for, but it has \(count == 1 ? "one band" : "\(count) bands")",
                advice: "see gdalinfo for what they are, and say which is which with --bands")
        }
        var planes = bands
        func plane(of number: Int) -> Int {
            if let index = planes.firstIndex(of: number) { return index }
            planes.append(number)
            return planes.count - 1
        }
        validity = ValidityRule()
        let colours = (colours ?? source.colourBands).map { $0.map { source.bands[$0 - 1] } }
        if let colours, colours.allSatisfy({ $0.type == .uint8 }) {
            // Black in one channel is a colour; black in all of them is a gap. A value that only some of them declare
            // holds for all.
            let declared = colours.compactMap { $0.nodata.flatMap(SampleType.uint8.exact) }.first
            if let declared {
                validity.allEqual = colours.map { band in
                    let own = band.nodata.flatMap(SampleType.uint8.exact)
                    return ValidityRule.Value(plane: plane(of: band.number), value: own ?? declared)
                }
            }
        } else {
            validity.anyEqual = bands.compactMap { number in
                guard let type = source.bands[number - 1].type, let value = source.bands[number - 1].nodata,
                    let exact = type.exact(value)
                else { return nil }
                return ValidityRule.Value(plane: plane(of: number), value: exact)
            }
        }
        if let alpha = source.alphaBand, !named.contains(alpha) { validity.alphaPlane = plane(of: alpha) }
        validity.maskBands = Self.maskBands(bands, of: source)
        self.planes = planes
        requested = bands.count
        type = try Self.commonType(planes.map { source.bands[$0 - 1] }, path: source.path)
        scalings = bands.map { source.bands[$0 - 1].scaling }
    }

    /// Bands whose mask has to be read: one for a mask of the whole raster, else each with a mask of its own.
    private static func maskBands(_ bands: [Int], of source: RasterSource) -> [Int] {
        let whole = bands.first { source.bands[$0 - 1].mask == .dataset }
        let own = bands.filter { source.bands[$0 - 1].mask == .band }
        return (whole.map { [$0] } ?? []) + Set(own).sorted()
    }

    private static func commonType(_ bands: [RasterSource.Band], path: String) throws(RasterError) -> SampleType {
        var types: Set<SampleType> = []
        for band in bands {
            guard let type = band.type else {
                throw RasterError(
                    "use", path, reason: "band \(band.number) holds complex numbers (\(band.typeName))",
                    advice: "use its magnitude: DERIVED_SUBDATASET:AMPLITUDE:\(path)")
            }
            types.insert(type)
        }
        guard let common = SampleType.common(types) else {
            throw RasterError(
                "use", path, reason: "signed bytes and other types are mixed in one raster",
                advice: "convert it: gdal_translate -ot Int16 '\(path)' converted.tif")
        }
        return common
    }
}

extension SampleType {
    /// The value as a sample of this type would hold it; nil where the type cannot hold it.
    func exact(_ value: Double) -> Double? {
        switch self {
        case .uint8: UInt8(exactly: value).map(Double.init)
        case .int8: Int8(exactly: value).map(Double.init)
        case .uint16: UInt16(exactly: value).map(Double.init)
        case .int16: Int16(exactly: value).map(Double.init)
        case .uint32: UInt32(exactly: value).map(Double.init)
        case .int32: Int32(exactly: value).map(Double.init)
        case .float32: Double(Float(value))
        case .float64: value
        }
    }

    /// The smallest type that holds every sample of the given types exactly; nil where signed bytes meet others
    /// (GDAL 3.6 hands them out as unsigned).
    static func common(_ types: Set<SampleType>) -> SampleType? {
        if types.count == 1 { return types.first }
        if types.contains(.int8) { return nil }
        let integers = types.subtracting([.float32, .float64])
        if types.contains(.float64) || (types.contains(.float32) && integers.contains { $0.size == 4 }) {
            return .float64
        }
        if types.contains(.float32) { return .float32 }
        if integers.contains(.int32) || integers.contains(.int16) {
            if integers.contains(.uint32) { return .float64 }
            return integers.contains(.int32) || integers.contains(.uint16) ? .int32 : .int16
        }
        return integers.contains(.uint32) ? .uint32 : .uint16
    }
}
