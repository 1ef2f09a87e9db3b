import CGDAL

/// What a file says of the values of one band: names and colours, from its category names, its colour table and its
/// attribute table.
package struct RasterLegend: Sendable {
    /// One value of the band.
    package struct Entry: Sendable, Hashable {
        /// As the file has it; nil where it names none, or an empty one.
        package var name: String?
        /// Red, green and blue, 0...255; nil where the file gives none.
        package var color: [UInt8]?
    }

    /// By the stored value.
    package private(set) var entries: [Int: Entry] = [:]

    /// Reads the legend of a band.
    ///
    /// - Parameters:
    ///   - path: any name that GDAL opens.
    ///   - number: of the band, from 1.
    /// - Throws: when GDAL cannot open the file.
    package init(path: String, band number: Int) throws(RasterError) {
        let dataset = try GDALDataset(path: path)
        guard let band = unsafe dataset.band(number) else { return }
        // The attribute table says most, the category names what people edit; the later ones overrule.
        unsafe readAttributes(of: band)
        unsafe readColors(of: band)
        unsafe readCategories(of: band)
    }

    private mutating func readCategories(of band: GDALRasterBandH) {
        guard let list = unsafe GDALGetRasterCategoryNames(band) else { return }
        var value = 0
        while let item = unsafe list[value] {
            name(value, unsafe Self.text(item))
            value += 1
        }
    }

    private mutating func readColors(of band: GDALRasterBandH) {
        guard let table = unsafe GDALGetRasterColorTable(band),
            unsafe GDALGetPaletteInterpretation(table) == GPI_RGB
        else { return }
        for value in 0..<max(0, unsafe Int(GDALGetColorEntryCount(table))) {
            guard let color = unsafe GDALGetColorEntry(table, Int32(value)) else { continue }
            let bytes = unsafe [color.pointee.c1, color.pointee.c2, color.pointee.c3].map(UInt8.init(clamping:))
            entries[value, default: Entry()].color = bytes
        }
    }

    private mutating func readAttributes(of band: GDALRasterBandH) {
        guard let table = unsafe GDALGetDefaultRAT(band) else { return }
        let columns = unsafe AttributeColumns(table)
        for row in 0..<max(0, unsafe GDALRATGetRowCount(table)) {
            guard let value = unsafe columns.value(table, row: row) else { continue }
            if let column = columns.name, let text = unsafe GDALRATGetValueAsString(table, row, column) {
                name(value, unsafe Self.text(text))
            }
            if let color = unsafe columns.color(table, row: row) { entries[value, default: Entry()].color = color }
        }
    }

    private mutating func name(_ value: Int, _ text: String) {
        guard text.contains(where: { !$0.isWhitespace }) else { return }
        entries[value, default: Entry()].name = text
    }

    /// Files of old programs have names in Latin-1.
    private static func text(_ pointer: UnsafePointer<CChar>) -> String {
        if let text = unsafe String(validatingCString: pointer) { return text }
        var text = String.UnicodeScalarView()
        var offset = 0
        while unsafe pointer[offset] != 0 {
            unsafe text.append(Unicode.Scalar(UInt8(bitPattern: pointer[offset])))
            offset += 1
        }
        return String(text)
    }
}

/// Which columns of an attribute table are what: as the table says, else by their names.
private struct AttributeColumns {
    private static let valueNames = ["value", "pixelvalue", "pixel_value", "code"]
    private static let nameNames = [
        "class_name", "classname", "class_names", "class", "name", "label", "category", "description",
    ]

    private let value: Int32?
    let name: Int32?
    private let color: [Int32]

    init(_ table: GDALRasterAttributeTableH) {
        var (usages, names): ([GDALRATFieldUsage: Int32], [String: Int32]) = ([:], [:])
        for column in 0..<max(0, unsafe GDALRATGetColumnCount(table)) {
            let usage = unsafe GDALRATGetUsageOfCol(table, column)
            if usages[usage] == nil { usages[usage] = column }
            if let text = unsafe GDALRATGetNameOfCol(table, column) {
                unsafe names[String(cString: text).lowercased()] = column
            }
        }
        value = usages[GFU_MinMax] ?? usages[GFU_Min] ?? Self.valueNames.lazy.compactMap { names[$0] }.first
        let texts = names.filter { unsafe GDALRATGetTypeOfCol(table, $0.value) == GFT_String }.sorted {
            $0.value < $1.value
        }
        name =
            usages[GFU_Name] ?? Self.nameNames.lazy.compactMap { names[$0] }.first
            ?? texts.first { text in ["class", "name", "label"].contains { text.key.contains($0) } }?.value
            ?? (texts.count == 1 ? texts[0].value : nil)
        let channels = zip([GFU_Red, GFU_Green, GFU_Blue], ["red", "green", "blue"])
        let found = channels.compactMap { usages[$0] ?? names[$1] }
        color = found.count == 3 ? found : []
    }

    /// The value of a row; without a column of values the row's own number. nil where it is no whole number.
    func value(_ table: GDALRasterAttributeTableH, row: Int32) -> Int? {
        guard let value else { return Int(row) }
        return unsafe Int(exactly: GDALRATGetValueAsDouble(table, row, value))
    }

    func color(_ table: GDALRasterAttributeTableH, row: Int32) -> [UInt8]? {
        guard !color.isEmpty else { return nil }
        let numbers = color.map { unsafe GDALRATGetValueAsDouble(table, row, $0) }
        guard numbers.allSatisfy({ (0...255).contains($0) }) else { return nil }
        // ESRI writes shares of 1.
        let isShare =
            color.allSatisfy { unsafe GDALRATGetTypeOfCol(table, $0) == GFT_Real } && numbers.allSatisfy { $0 <= 1 }
        return numbers.map { UInt8((isShare ? 255 * $0 : $0).rounded()) }
    }
}
