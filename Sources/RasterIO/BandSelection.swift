public import RasterModel

/// What one purpose needs of a raster and the files beside it: the bands asked for, the bands and masks that only say
/// what is valid, and how validity is judged from them.
public struct BandSelection: Sendable, Hashable {
    /// First the bands asked for, then those that only say what is valid.
    public private(set) var planes: [BandAddress]
    /// How many of the planes were asked for.
    public let requested: Int
    /// Masks that take part.
    public private(set) var masks: [MaskLayer] = []
    /// Per requested plane.
    public let scalings: [BandScaling?]
    /// How pixels without an observation are told, in terms of `planes` and `masks`.
    public private(set) var validity = ValidityRule()

    /// What some bands need.
    ///
    /// - Parameters:
    ///   - bands: the bands wanted.
    ///   - named: bands that somebody named explicitly: never taken for alpha, whatever the file says.
    ///   - colours: the bands that are red, green and blue; nil: as each file says, if it does.
    /// - Throws: when a band is missing.
    public init(
        _ bands: [BandAddress], of stack: RasterStack, named: Set<BandAddress>, colours: [BandAddress]? = nil
    ) throws(RasterError) {
        planes = bands
        requested = bands.count
        var scalings: [BandScaling?] = []
        for address in bands { scalings.append(try stack.band(at: address).scaling) }
        self.scalings = scalings
        for file in Set(bands.map(\.file)).sorted() {
            try judge(file, bands: bands.filter { $0.file == file }, of: stack, named: named, colours: colours)
        }
    }

    /// The place of a band among the planes; it is added where it is missing.
    private mutating func plane(of address: BandAddress) -> Int {
        if let index = planes.firstIndex(of: address) { return index }
        planes.append(address)
        return planes.count - 1
    }

    /// Adds what one file says of its pixels: each file is judged by its own rules.
    private mutating func judge(
        _ file: Int, bands: [BandAddress], of stack: RasterStack, named: Set<BandAddress>, colours: [BandAddress]?
    ) throws(RasterError) {
        let source = stack.source(of: file)
        let own = source.colourBands?.map { BandAddress(file: file, number: $0) }
        let picture = colours.map { $0.allSatisfy { $0.file == file } ? $0 : nil } ?? own
        if let picture, try isBytes(picture, of: stack) {
            try addColours(picture, of: stack)
        } else {
            for address in bands { try addNodata(address, of: stack) }
        }
        let alpha = source.alphaBand.map { BandAddress(file: file, number: $0) }
        if let alpha, !named.contains(alpha) { validity.alphaPlanes.append(plane(of: alpha)) }
        for layer in Self.masks(bands, of: source) {
            masks.append(layer)
            validity.masks.append(masks.count - 1)
        }
        if file > 0, !stack.others[file - 1].alignment.covers(stack.base.grid.size) {
            masks.append(.reach(file: file))
            validity.masks.append(masks.count - 1)
        }
    }

    private func isBytes(_ picture: [BandAddress], of stack: RasterStack) throws(RasterError) -> Bool {
        for address in picture where try stack.band(at: address).type != .uint8 { return false }
        return true
    }

    /// Black in one channel is a colour; black in all of them is a gap. A value that only some of them declare holds
    /// for all.
    private mutating func addColours(_ picture: [BandAddress], of stack: RasterStack) throws(RasterError) {
        var values: [Double?] = []
        for address in picture { values.append(try stack.band(at: address).nodata.flatMap(SampleType.uint8.exact)) }
        guard let declared = values.compactMap(\.self).first else { return }
        validity.allEqual.append(
            zip(picture, values).map { address, own in
                ValidityRule.Value(plane: plane(of: address), value: own ?? declared)
            })
    }

    private mutating func addNodata(_ address: BandAddress, of stack: RasterStack) throws(RasterError) {
        let band = try stack.band(at: address)
        guard let type = band.type, let value = band.nodata, let exact = type.exact(value) else { return }
        validity.anyEqual.append(ValidityRule.Value(plane: plane(of: address), value: exact))
    }

    /// Masks that have to be read: one for a mask of the whole file, else each band's own.
    private static func masks(_ bands: [BandAddress], of source: RasterSource) -> [MaskLayer] {
        let used = bands.map { source.bands[$0.number - 1] }
        let file = bands.first?.file ?? 0
        // Any band gives the mask of the whole file: the first one stands for all, so that several catalogs share it.
        let whole = used.contains { $0.mask == .dataset } ? source.bands.first { $0.mask == .dataset } : nil
        let own = Set(used.filter { $0.mask == .band }.map(\.number)).sorted()
        return ((whole.map { [$0.number] } ?? []) + own).map { .band(BandAddress(file: file, number: $0)) }
    }
}

/// Where a mask comes from.
public enum MaskLayer: Sendable, Hashable {
    /// The mask that belongs to a band; one of the whole file stands under its first band.
    case band(BandAddress)
    /// Which pixels of the grid lie in another file.
    case reach(file: Int)

    /// The file that the mask is about.
    public var file: Int {
        switch self {
        case .band(let address): address.file
        case .reach(let file): file
        }
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
