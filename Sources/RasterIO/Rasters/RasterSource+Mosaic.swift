import RasterModel

extension RasterSource {
    /// Adds what a mosaic (VRT) leaves open, and what a person should know of that.
    mutating func describe(_ mosaic: MosaicSources) {
        coverage = MosaicCoverage(of: path, size: grid.size)
        missingSources = mosaic.missing
        // Computed here, and not from rectangles: what mosaics in the mosaic and nodata values in sources leave out.
        if missingSources.isEmpty, declaresNothing, let open = coverage, open.holes.first == nil,
            grid.size.count <= Self.mostCounted,
            let counted = try? open.counted(in: grid.size, path: path)
        {
            coverage = counted.pixels == 0 ? nil : open
            coverage?.holes = counted
        }
        if let first = missingSources.first {
            let count = missingSources.count
            notes.append(
                "\(path): \(count) of the \(mosaic.count) files that it is made of \(count == 1 ? "is" : "are") missing "
                    + "(\(count == 1 ? "" : "the first: ")\(first)): what lies there cannot be read")
        }
        notes += ([holes] + undeclared).compactMap(\.self).map { "\(path): \($0)" }
    }

    /// Pixels of a raster in which holes are counted one by one.
    private static let mostCounted = 40_000_000

    /// True where nothing in the file says what is no observation.
    private var declaresNothing: Bool {
        bands.contains { $0.nodata == nil } && alphaBand == nil && !bands.contains { $0.mask != .none }
    }

    /// What to say of pixels that no source fills.
    private var holes: String? {
        guard let coverage, declaresNothing else { return nil }
        let holes = coverage.holes
        guard let first = holes.first else {
            return coverage.hasFinerHoles
                ? "it declares no nodata value and does not fill every pixel from its sources: what has no source is nodata"
                : nil
        }
        let share = Double(holes.pixels) / Double(grid.size.count)
        return "it has no source for \(holes.pixels) of its \(grid.size.count) pixels (\(percent(share)), the first at "
            + "\(first)): they are nodata"
    }

    /// What sources say of nodata and the mosaic leaves out.
    private var undeclared: [String] {
        guard declaresNothing else { return [] }
        var lines: [String] = []
        if let value = layout.sourceNodata, coverage?.hasFinerHoles != true {
            lines.append(
                "it declares no nodata value, and files that it is made of do (\(value)): here such pixels count as ground; "
                    + "if they are none, say --nodata \(value)")
        }
        if layout.hasSourceMasks, coverage?.hasFinerHoles != true {
            lines.append(
                "files that it is made of have masks or alpha bands, and it leaves them out: what they hide counts as ground; "
                    + "make the mosaic anew with gdalbuildvrt")
        }
        return lines
    }

    /// Declared values that no sample can be.
    var impossibleNodata: [String] {
        var lines: [String] = []
        for band in bands where band.colour != "Alpha" {
            guard let value = band.nodata, let type = band.type, type.exact(value) == nil else { continue }
            let line =
                "it declares nodata \(shortNumber(value)), which \(band.typeName) numbers cannot be: it hides no pixel"
            if !lines.contains(line) { lines.append(line) }
        }
        return lines
    }
}

/// A share for people.
private func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded() / 10
    return share > 0 && tenths < 0.1 ? "less than 0.1 %" : "\(tenths) %"
}
