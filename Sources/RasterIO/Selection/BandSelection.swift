package import RasterModel

/// What one purpose needs of a raster and the files beside it: the bands asked for, the bands and masks that only say
/// what is valid, and how validity is judged from them.
package struct BandSelection: Sendable, Hashable {
    /// First the bands asked for, then those that only say what is valid.
    package private(set) var planes: [BandAddress]
    /// How many of the planes were asked for.
    package let requested: Int
    /// Masks that take part.
    package private(set) var masks: [MaskLayer] = []
    /// Per requested plane.
    package let scalings: [BandScaling?]
    /// How pixels without an observation are told, in terms of `planes` and `masks`.
    package private(set) var validity = ValidityRule()

    /// What some bands need.
    ///
    /// - Parameters:
    ///   - bands: the bands wanted.
    ///   - named: bands that somebody named explicitly: never taken for alpha, whatever the file says.
    ///   - colours: the bands that are red, green and blue; nil: as each file says, if it does.
    ///   - alpha: the band that somebody named as alpha: the mask, whatever the files say. In its own file it takes the
    ///     place of any other alpha band.
    /// - Throws: when a band is missing, or cannot hold the nodata value that somebody gives.
    package init(
        _ bands: [BandAddress], of stack: RasterStack, named: Set<BandAddress>, colours: [BandAddress]? = nil,
        alpha: BandAddress? = nil
    ) throws(RasterError) {
        planes = bands
        requested = bands.count
        var scalings: [BandScaling?] = []
        for address in bands { scalings.append(try stack.band(at: address).scaling) }
        self.scalings = scalings
        if let group = try Self.picture(colours, of: stack) { try addColours(group, of: stack) }
        for file in Set(bands.map(\.file) + (alpha.map { [$0.file] } ?? [])).sorted() {
            try judge(
                file, bands: bands.filter { $0.file == file }, of: stack, named: named, colours: colours, alpha: alpha)
        }
    }

    /// The index of a band among the planes; it is added where it is missing.
    private mutating func plane(of address: BandAddress) -> Int {
        if let index = planes.firstIndex(of: address) { return index }
        planes.append(address)
        return planes.count - 1
    }

    /// Adds what one file says of its pixels: each file is judged by its own rules.
    private mutating func judge(
        _ file: Int, bands: [BandAddress], of stack: RasterStack, named: Set<BandAddress>, colours: [BandAddress]?,
        alpha: BandAddress?
    ) throws(RasterError) {
        let source = stack.source(of: file)
        let mask = alpha.flatMap { $0.file == file ? $0 : nil }
        // Of a file that brings nothing but the mask: what it says of that band.
        let used = bands.isEmpty ? [mask].compactMap(\.self) : bands
        try judgeValues(file, bands: bands.isEmpty && source.bands.count > 1 ? [] : used, of: stack, colours: colours)
        let ignored = Set(named.filter { $0.file == file }.map(\.number))
        let opacity = mask ?? source.alphaBand(besides: ignored).map { BandAddress(file: file, number: $0) }
        if let opacity {
            _ = try stack.band(at: opacity)
            validity.alphaPlanes.append(plane(of: opacity))
        }
        add(Self.masks(used, of: source))
        add(Self.uncovered(used, of: source, among: validity, planes: planes))
        if file > 0, !stack.others[file - 1].alignment.covers(stack.base.grid.size) { add([.reach(file: file)]) }
    }

    private mutating func add(_ layers: [MaskLayer]) {
        for layer in layers {
            masks.append(layer)
            validity.masks.append(masks.count - 1)
        }
    }

    /// Adds the nodata values of a file.
    private mutating func judgeValues(
        _ file: Int, bands: [BandAddress], of stack: RasterStack, colours: [BandAddress]?
    ) throws(RasterError) {
        if let group = try Self.picture(colours, of: stack), group.contains(where: { $0.file == file }) { return }
        let own = stack.source(of: file).colourBands?.map { BandAddress(file: file, number: $0) }
        let picture = colours.map { $0.allSatisfy { $0.file == file } ? $0 : nil } ?? own
        if let picture, !bands.isEmpty, try Self.isBytes(picture, of: stack) {
            try addColours(picture, of: stack)
        } else {
            for address in bands { try addNodata(address, of: stack) }
        }
    }

    /// Red, green and blue, where somebody gives them nodata values that have to hold together: three of them, or one for
    /// a picture in bytes whose colours lie in several files.
    private static func picture(
        _ colours: [BandAddress]?, of stack: RasterStack
    ) throws(RasterError) -> [BandAddress]? {
        guard let given = stack.given else { return nil }
        if !given.colours.isEmpty { return given.colours }
        guard let colours, Set(colours.map(\.file)).count > 1, try isBytes(colours, of: stack) else { return nil }
        return colours
    }

    private static func isBytes(_ picture: [BandAddress], of stack: RasterStack) throws(RasterError) -> Bool {
        for address in picture where try stack.band(at: address).type != .uint8 { return false }
        return true
    }

    /// Black in one channel is a colour; black in all of them is a gap. A value that only some of them declare holds
    /// for all.
    private mutating func addColours(_ picture: [BandAddress], of stack: RasterStack) throws(RasterError) {
        var values: [(value: Double, reach: ClosedRange<Double>?)?] = []
        for address in picture { values.append(try Self.nodata(of: address, in: stack)) }
        guard let declared = values.compactMap(\.self).first else { return }
        validity.allEqual.append(
            zip(picture, values).map { address, own in
                let value = own ?? declared
                return ValidityRule.Value(plane: plane(of: address), value: value.value, reach: value.reach)
            })
    }

    private mutating func addNodata(_ address: BandAddress, of stack: RasterStack) throws(RasterError) {
        guard let value = try Self.nodata(of: address, in: stack) else { return }
        validity.anyEqual.append(
            ValidityRule.Value(plane: plane(of: address), value: value.value, reach: value.reach))
    }

    /// The nodata value of a band as its samples may hold it.
    ///
    /// - Throws: when somebody gives one that no sample can be; that a file does so is no reason to refuse it.
    private static func nodata(
        of address: BandAddress, in stack: RasterStack
    ) throws(RasterError) -> (value: Double, reach: ClosedRange<Double>?)? {
        let band = try stack.band(at: address)
        guard let type = band.type, let value = band.nodata else { return nil }
        if let given = stack.given, given.mask != address, !band.canHold(value) {
            throw RasterError(
                "use", stack.source(of: address.file).path,
                reason: "--nodata says \(given.values), and band \(band.number) (\(band.typeName)) cannot hold "
                    + shortNumber(value),
                advice: "give a number that it can hold, or leave --nodata out")
        }
        return type.exact(value).map { ($0, type.reach(of: value)) }
    }

    /// Where a mosaic has no source for a band, there is nothing to observe. A value that it declares tells that already.
    private static func uncovered(
        _ bands: [BandAddress], of source: RasterSource, among validity: ValidityRule, planes: [BandAddress]
    ) -> [MaskLayer] {
        guard let coverage = source.coverage else { return [] }
        let told = Set(validity.anyEqual.map { planes[$0.plane] })
        let numbers = Set(bands.filter { !told.contains($0) }.compactMap { coverage.band(for: $0.number) })
        return numbers.sorted().map { .sources(BandAddress(file: bands[0].file, number: $0)) }
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

extension RasterSource.Band {
    /// True where a sample of the band can be this number.
    func canHold(_ value: Double) -> Bool {
        switch type {
        case .float32: !value.isFinite || Float(value).isFinite
        case .float64 where typeName == "Int64": Int64(exactly: value) != nil
        case .float64 where typeName == "UInt64": UInt64(exactly: value) != nil
        case let type?: type.exact(value) != nil
        case nil: false
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
