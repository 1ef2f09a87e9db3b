import ArgumentParser

/// A length on the ground: "2cm", "0.5m", "3mm".
struct PixelLength: ExpressibleByArgument {
    var metres: Double

    init?(argument: String) {
        guard let (number, unit) = splitUnit(argument), let factor = Self.units[unit],
            (1e-6...1e6).contains(number * factor)
        else { return nil }
        metres = number * factor
    }

    private static let units: [String: Double] = ["mm": 0.001, "cm": 0.01, "m": 1]
}
