/// What a file says of the instrument and the product that it comes from.
package struct SensorFacts: Sendable, Hashable {
    /// Instruments whose band numbers are known here.
    package enum Sensor: Sendable, Hashable {
        /// Sentinel-2 MSI.
        case sentinel2
        /// Landsat 4 and 5 (TM) and 7 (ETM+): one numbering.
        case landsatTM
        /// Landsat 8 and 9 (OLI and TIRS).
        case landsatOLI
    }

    /// Metadata items of the file; keys in upper case.
    package var items: [String: String]
    /// The file's name without its folder; empty where it is not a file.
    package var fileName: String

    /// Facts from their parts.
    package init(items: [String: String] = [:], fileName: String = "") {
        self.items = items
        self.fileName = fileName
    }

    private static let spacecraftKeys = [
        "SPACECRAFT_ID", "SPACECRAFT_NAME", "DATATAKE_1_SPACECRAFT_NAME", "SATELLITEID", "SATELLITE", "SPACECRAFT",
        "PLATFORM",
    ]
    private static let productKeys = [
        "LANDSAT_PRODUCT_ID", "PRODUCT_ID", "LANDSAT_SCENE_ID", "PRODUCT_URI", "PRODUCT_TYPE", "L1_LANDSAT_PRODUCT_ID",
    ]

    private static let scalingKeys = [
        "BOA_QUANTIFICATION_VALUE", "QUANTIFICATION_VALUE", "BOA_ADD_OFFSET", "RADIO_ADD_OFFSET", "PROCESSING_BASELINE",
        "PROCESSING_LEVEL", "COLLECTION_NUMBER", "SPECIAL_VALUE_NODATA",
    ]
    private static let relevant = Set(spacecraftKeys + productKeys + scalingKeys)

    /// True for items that tell something here; files may have thousands of others.
    package static func isRelevant(_ key: String) -> Bool {
        relevant.contains(key.split(separator: ".").last.map(String.init) ?? key)
    }

    /// The instrument and what tells it, where the file says so.
    package var sensor: (sensor: Sensor, reason: String)? {
        for key in Self.spacecraftKeys {
            if let value = item(key), let sensor = Self.sensor(ofSpacecraft: value) {
                return (sensor, "\(key) is \(value)")
            }
        }
        for key in Self.productKeys {
            if let value = item(key), let sensor = Self.sensor(ofProduct: value) {
                return (sensor, "\(key) is \(value)")
            }
        }
        return Self.sensor(ofProduct: fileName).map { ($0, "the file is named as its products are") }
    }

    /// An item by its key, or by the last part of a longer key ("...IMAGE_ATTRIBUTES.SPACECRAFT_ID").
    package func item(_ key: String) -> String? {
        items[key] ?? items.first { $0.key.hasSuffix("." + key) }?.value
    }

    /// The band that a file of one band is named after, where the name is one that a producer's products have:
    /// `LC08_L2SP_..._SR_B4.TIF`, `T33UVP_20200412T100031_B04_10m.jp2`.
    package var bandOfFileName: String? {
        let name = fileName.prefix { $0 != "." }
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        if Self.isLandsatProduct(name) {
            guard let last = parts.last, BandCode(last.lowercased(), mayBeLong: false) != nil else { return nil }
            return parts.dropLast().last == "SR" ? "SR_\(last)" : String(last)
        }
        guard Self.isSentinelTile(parts), parts.count >= 3 else { return nil }
        return BandCode(parts[2].lowercased(), mayBeLong: false) == nil ? nil : String(parts[2])
    }

    private static func sensor(ofSpacecraft value: String) -> Sensor? {
        let name = value.lowercased().filter { $0.isLetter || $0.isNumber }
        if name.hasPrefix("sentinel2") { return .sentinel2 }
        switch name {
        case "landsat4", "landsat5", "landsat7": return .landsatTM
        case "landsat8", "landsat9": return .landsatOLI
        default: return nil
        }
    }

    private static func sensor(ofProduct value: String) -> Sensor? {
        if value.hasPrefix("S2MSI") || value.hasPrefix("S2A_MSI") || value.hasPrefix("S2B_MSI")
            || value.hasPrefix("S2C_MSI") || value.hasPrefix("HLS.S30.")
            || isSentinelTile(value.split(separator: "_", omittingEmptySubsequences: false))
        {
            return .sentinel2
        }
        if value.hasPrefix("HLS.L30.") { return .landsatOLI }
        guard isLandsatProduct(value[...]) else { return nil }
        return "89".contains(Array(value)[3]) ? .landsatOLI : .landsatTM
    }

    /// `LC08_L1TP_...`: Landsat, satellite 4, 5, 7, 8 or 9, processing level.
    private static func isLandsatProduct(_ name: Substring) -> Bool {
        let start = Array(name.prefix(10))
        return start.count == 10 && start[0] == "L" && "COTEM".contains(start[1]) && start[2] == "0"
            && "45789".contains(start[3]) && start[4] == "_" && start[5] == "L" && start[9] == "_"
    }

    /// `T33UVP`, `20200412T100031`, ...: a tile of Sentinel-2 and a time.
    private static func isSentinelTile(_ parts: [Substring]) -> Bool {
        guard parts.count >= 2, parts[0].count == 6, parts[0].first == "T", parts[1].count == 15 else { return false }
        let (tile, time) = (Array(parts[0]), Array(parts[1]))
        return tile[1].isNumber && tile[2].isNumber && tile[3...].allSatisfy(\.isUppercase) && time[8] == "T"
            && (time[..<8] + time[9...]).allSatisfy(\.isNumber)
    }
}

extension SensorFacts.Sensor {
    /// What a band of the sensor measures, and its middle in nanometres; nil for numbers that it does not have.
    func band(_ code: BandCode) -> (role: BandRole?, wavelength: Double)? {
        if code.hasLetter { return self == .sentinel2 ? (.nir2, 865) : nil }
        let bands: [(role: BandRole?, wavelength: Double)]
        switch self {
        case .sentinel2:
            bands = [
                (.coastal, 443), (.blue, 490), (.green, 560), (.red, 665), (.redEdge1, 705), (.redEdge2, 740),
                (.redEdge3, 783), (.nir, 842), (.waterVapour, 945), (nil, 1375), (.swir1, 1610), (.swir2, 2190),
            ]
        case .landsatTM:
            bands = [
                (.blue, 485), (.green, 570), (.red, 660), (.nir, 840), (.swir1, 1650), (.thermal1, 11_450),
                (.swir2, 2220), (.pan, 710),
            ]
        case .landsatOLI:
            bands = [
                (.coastal, 443), (.blue, 482), (.green, 561), (.red, 655), (.nir, 865), (.swir1, 1609),
                (.swir2, 2201), (.pan, 590), (nil, 1373), (.thermal1, 10_895), (.thermal2, 12_005),
            ]
        }
        return bands.indices.contains(code.number - 1) ? bands[code.number - 1] : nil
    }

    /// For sentences.
    package var name: String {
        switch self {
        case .sentinel2: "Sentinel-2"
        case .landsatTM: "Landsat 4 to 7"
        case .landsatOLI: "Landsat 8 and 9"
        }
    }
}
