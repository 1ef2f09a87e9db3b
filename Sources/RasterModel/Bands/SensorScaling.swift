/// What turns the numbers of a known product into reflectance, where the file's own metadata prove it.
package struct SensorScaling: Hashable, Sendable {
    /// Stored number to reflectance.
    package let scaling: BandScaling
    /// What proves it, as a clause.
    package let reason: String

    /// What is proved of one band; nil where nothing is.
    ///
    /// - Parameters:
    ///   - items: metadata items of the band, keys in upper case.
    ///   - name: the band's name in the sensor's own counting ("B4", "SR_B4").
    package init?(sensor: SensorFacts, items: [String: String], name: String) {
        guard let found = Self.sentinel(sensor, items, name) ?? Self.landsat(sensor, name) else { return nil }
        self = found
    }

    private init(_ scaling: BandScaling, _ reason: String) {
        self.scaling = scaling
        self.reason = reason
    }

    // MARK: Sentinel-2

    /// (DN + offset) / quantification (Sentinel-2 products: BOA_QUANTIFICATION_VALUE, BOA_ADD_OFFSET; at the top of the
    /// atmosphere QUANTIFICATION_VALUE, RADIO_ADD_OFFSET). From processing baseline 04.00 on there is an offset; a file of
    /// such a product that does not tell it proves nothing.
    private static func sentinel(_ sensor: SensorFacts, _ items: [String: String], _ name: String) -> SensorScaling? {
        guard sensor.sensor?.sensor == .sentinel2, isBand(name, of: .sentinel2) else { return nil }
        for (quantity, addition, title) in [
            ("BOA_QUANTIFICATION_VALUE", "BOA_ADD_OFFSET", "surface"),
            ("QUANTIFICATION_VALUE", "RADIO_ADD_OFFSET", "top-of-atmosphere"),
        ] {
            guard let divisor = number(items[quantity] ?? sensor.item(quantity)), divisor > 0 else { continue }
            let told = number(items[addition] ?? sensor.item(addition))
            let baseline = number(sensor.item("PROCESSING_BASELINE"))
            guard let offset = told ?? (baseline.map { $0 < 4 } == true ? 0 : nil), offset <= 0 else { return nil }
            let source = told == nil ? "PROCESSING_BASELINE below 04.00: no offset" : "\(addition) \(text(offset))"
            return SensorScaling(
                BandScaling(scale: Float(1 / divisor), offset: Float(offset / divisor)),
                "\(title) reflectance of Sentinel-2 (\(quantity) \(text(divisor)), \(source))")
        }
        return nil
    }

    // MARK: Landsat

    /// Surface reflectance of Collection 2 Level 2: DN * 0.0000275 - 0.2 (USGS, Landsat Collection 2 Level-2 scale
    /// factors).
    private static func landsat(_ sensor: SensorFacts, _ name: String) -> SensorScaling? {
        guard let found = sensor.sensor?.sensor, found != .sentinel2, name.uppercased().hasPrefix("SR_B"),
            isBand(String(name.dropFirst(3)), of: found), let proof = levelTwo(sensor)
        else { return nil }
        return SensorScaling(
            BandScaling(scale: 0.0000275, offset: -0.2),
            "surface reflectance of Landsat Collection 2 Level 2 (\(proof))")
    }

    /// The item that says Collection 2 Level 2. The file's name does not count: it stays when the numbers change.
    private static func levelTwo(_ sensor: SensorFacts) -> String? {
        for key in ["LANDSAT_PRODUCT_ID", "PRODUCT_ID"] {
            if let value = sensor.item(key) {
                let parts = value.split(separator: "_", omittingEmptySubsequences: false)
                if parts.count == 7, ["L2SP", "L2SR"].contains(parts[1]), parts[5] == "02" { return "\(key) \(value)" }
            }
        }
        if let level = sensor.item("PROCESSING_LEVEL"), ["L2SP", "L2SR"].contains(level),
            number(sensor.item("COLLECTION_NUMBER")) == 2
        {
            return "PROCESSING_LEVEL \(level), COLLECTION_NUMBER 2"
        }
        return nil
    }

    // MARK: Text

    private static func isBand(_ name: String, of sensor: SensorFacts.Sensor) -> Bool {
        guard let code = BandCode(name.lowercased(), mayBeLong: false) else { return false }
        return sensor.band(code) != nil
    }

    private static func number(_ text: String?) -> Double? {
        text.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e9 ? String(Int(number)) : String(number)
    }
}
