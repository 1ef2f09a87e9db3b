package import RasterModel

/// What a person says of nodata, in place of what the files declare.
package struct GivenNodata: Sendable, Hashable {
    /// What one file declares otherwise.
    package struct Overruled: Sendable, Hashable {
        /// The file.
        package let path: String
        /// The values that its bands declare, as text, each once, in the order of the bands.
        package let declared: [String]
    }

    /// One for every band in use, or one each for red, green and blue.
    package let values: NodataValues
    /// Red, green and blue where each has a value of its own; a pixel is nodata where all three hold. Else empty.
    package let colours: [BandAddress]
    /// The band that somebody named as the mask: what its file says of it holds.
    package let mask: BandAddress?
    /// Files that declare something else.
    package let overruled: [Overruled]

    /// One line for each file that is overruled.
    var notes: [String] {
        overruled.map {
            "\($0.path) declares nodata \($0.declared.joined(separator: ", ")), and --nodata \(values) holds instead"
        }
    }
}

extension RasterStack {
    /// The same files as if they declared what a person says. With one value every band of every file does; with three
    /// those that are red, green and blue do, and the other bands of their files declare nothing. Alpha and masks count as
    /// before.
    ///
    /// - Parameters:
    ///   - colours: red, green and blue; looked at where there are three values.
    ///   - mask: the band that somebody named as alpha: it holds opacities, and a value of the others says nothing of it.
    package func declaring(_ values: NodataValues, colours: [BandAddress], mask: BandAddress? = nil) -> RasterStack {
        let colours = values.single == nil ? colours : []
        var sources = (0...others.count).map { source(of: $0) }
        var overruled: [GivenNodata.Overruled] = []
        for file in sources.indices where colours.isEmpty || colours.contains(where: { $0.file == file }) {
            if mask?.file == file, sources[file].bands.count == 1 { continue }
            let wanted = sources[file].bands.map { band in
                let address = BandAddress(file: file, number: band.number)
                if address == mask { return band.nodata }
                return values.single ?? colours.firstIndex(of: address).map { values.values[$0] }
            }
            let declared = zip(sources[file].bands, wanted).compactMap { band, value -> String? in
                guard let own = band.nodata, band.colour != "Alpha", own != value, !(own.isNaN && value?.isNaN == true)
                else { return nil }
                return shortNumber(own)
            }
            if !declared.isEmpty {
                overruled.append(.init(path: sources[file].path, declared: distinct(declared)))
            }
            sources[file].declare(wanted)
        }
        var stack = RasterStack(
            sources[0], others: zip(sources.dropFirst(), others).map { Other(source: $0, alignment: $1.alignment) })
        stack.given = GivenNodata(values: values, colours: colours, mask: mask, overruled: overruled)
        return stack
    }
}

extension RasterSource {
    /// Lets each band declare a nodata value, or none.
    fileprivate mutating func declare(_ values: [Double?]) {
        for (index, value) in values.enumerated() { bands[index].nodata = value }
        if driver == "GTiff", let blocks = try? TIFFChunks.missing(path: path), blocks.missing > 0 {
            fillsMissingBlocks = true
            if !values.contains(where: { $0 == nil }) { notes.removeAll { $0.contains(Self.takenForZeros) } }
        }
        if driver == "VRT", let text = MosaicDocument.text(of: path, nodata: values) { openedName = text }
    }
}

private func distinct(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
}

/// A number as a person writes it: without a fraction where there is none.
func shortNumber(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
}
