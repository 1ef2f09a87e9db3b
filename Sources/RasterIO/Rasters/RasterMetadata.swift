import CGDAL
import Foundation
import RasterModel

/// The metadata of a raster that tell what its bands are.
struct RasterMetadata {
    /// What the file says of instrument and product.
    let sensor: SensorFacts
    private let offsets: SentinelOffsets

    init(_ dataset: borrowing GDALDataset, path: String) {
        var items: [String: String] = [:]
        for domain in [nil, "IMD", "IMAGERY"] {
            for (key, value) in unsafe Self.items(of: dataset.handle, domain: domain)
            where SensorFacts.isRelevant(key) && items[key] == nil { items[key] = value }
        }
        sensor = SensorFacts(items: items, fileName: (path as NSString).lastPathComponent)
        offsets = SentinelOffsets(xml: unsafe Self.document(of: dataset.handle))
    }

    /// The bands with their names, wavelengths and proved scalings.
    func describing(_ bands: [RasterSource.Band], _ dataset: borrowing GDALDataset) -> [RasterSource.Band] {
        let isAlone = bands.count == 1
        return bands.map { band in
            guard let handle = unsafe dataset.band(band.number) else { return band }
            let items = unsafe Self.items(of: handle, domain: nil)
            var described = band
            described.names = unsafe names(of: handle, items, isAlone: isAlone)
            described.wavelength = Self.wavelength(
                items.merging(unsafe Self.items(of: handle, domain: "IMAGERY")) { own, _ in own })
            prove(&described, items)
            return described
        }
    }

    // MARK: Names

    private static let nameKeys = [
        ("BANDNAME", "BANDNAME"), ("BAND_NAME", "band name"), ("LONG_NAME", "long_name"),
        ("STANDARD_NAME", "standard_name"), ("COMMON_NAME", "common_name"),
    ]

    private func names(
        of band: GDALRasterBandH, _ items: [String: String], isAlone: Bool
    ) -> [BandFacts.Name] {
        let description = unsafe GDALGetDescription(band).map { unsafe String(cString: $0) } ?? ""
        var names = [BandFacts.Name(Self.line(description))]
        for (key, origin) in Self.nameKeys {
            if let text = items[key] { names.append(BandFacts.Name(Self.line(text), origin: origin)) }
        }
        if isAlone, let name = sensor.bandOfFileName {
            names.append(BandFacts.Name(name, origin: "name in the file's name"))
        }
        return names.filter { !$0.text.isEmpty }
    }

    /// One line of reasonable length, whatever the file holds.
    private static func line(_ text: String) -> String {
        let plain = text.unicodeScalars.map { CharacterSet.controlCharacters.contains($0) ? " " : Character($0) }
        return String(plain).trimmingCharacters(in: .whitespaces).prefix(80).description
    }

    // MARK: Wavelengths

    private static let wavelengthKeys = ["WAVELENGTH", "CENTRAL_WAVELENGTH", "CENTER_WAVELENGTH", "CENTRE_WAVELENGTH"]

    /// In nanometres. Without a unit the size tells it: no band lies at 0.7 nm, and none that is used here at 700 um.
    private static func wavelength(_ items: [String: String]) -> Double? {
        if let text = items["CENTRAL_WAVELENGTH_UM"], let value = Double(text), value > 0 { return value * 1000 }
        for key in wavelengthKeys {
            guard let text = items[key] else { continue }
            let unit = items["WAVELENGTH_UNIT"] ?? items["WAVELENGTH_UNITS"] ?? items[key + "_UNIT"] ?? ""
            return nanometres(text, unit: unit.lowercased())
        }
        return nil
    }

    private static func nanometres(_ text: String, unit: String) -> Double? {
        let number = text.trimmingCharacters(in: .whitespaces).prefix { $0.isNumber || $0 == "." }
        let glued = text.trimmingCharacters(in: .whitespaces).dropFirst(number.count)
        guard let value = Double(number), value.isFinite, value > 0 else { return nil }
        let unit = glued.trimmingCharacters(in: .whitespaces).isEmpty ? unit : glued.lowercased()
        if unit.contains("nm") || unit.contains("nano") { return value }
        if unit.contains("um") || unit.contains("µm") || unit.contains("μm") || unit.contains("micro") {
            return value * 1000
        }
        return unit.isEmpty ? (value < 100 ? value * 1000 : value) : nil
    }

    // MARK: Scalings

    /// Adds the scaling and the nodata value that the product's metadata prove.
    private func prove(_ band: inout RasterSource.Band, _ items: [String: String]) {
        // The products' own type: what was stretched into bytes keeps the metadata and loses the meaning.
        guard band.scaling == nil, band.type == .uint16 || band.type == .int16 else { return }
        var items = items
        if let name = items["BANDNAME"] { items.merge(offsets.items(ofBand: name)) { own, _ in own } }
        let names = band.names
        guard let proved = names.lazy.compactMap({ SensorScaling(sensor: sensor, items: items, name: $0.text) }).first
        else { return }
        band.scaling = proved.scaling
        band.scalingReason = proved.reason
        if band.nodata == nil { band.nodata = sensor.item("SPECIAL_VALUE_NODATA").flatMap { Double($0) } }
    }

    // MARK: GDAL

    /// Items of a domain; keys in upper case.
    private static func items(of object: GDALMajorObjectH, domain: String?) -> [String: String] {
        guard let list = unsafe GDALGetMetadata(object, domain) else { return [:] }
        var items: [String: String] = [:]
        var index = 0
        while let item = unsafe list[index] {
            let text = unsafe String(cString: item)
            if let equals = text.firstIndex(of: "=") {
                items[text[..<equals].uppercased()] = String(text[text.index(after: equals)...])
            }
            index += 1
        }
        return items
    }

    /// The product's own document, which GDAL's Sentinel-2 driver hands out whole.
    private static func document(of dataset: GDALDatasetH) -> String? {
        guard let list = unsafe GDALGetMetadata(dataset, "xml:SENTINEL2"), let text = unsafe list[0] else { return nil }
        return unsafe String(cString: text)
    }
}
