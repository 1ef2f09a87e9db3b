import ArgumentParser

/// A number of bytes: "400MB" (10^6), "2GB", "1.5GB".
struct MemorySize: ExpressibleByArgument {
    var bytes: Int

    init(bytes: Int) { self.bytes = bytes }

    init?(argument: String) {
        guard let (number, unit) = splitUnit(argument), let factor = Self.units[unit.uppercased()],
            number * factor >= 1, number * factor <= 1e15
        else { return nil }
        bytes = Int(number * factor)
    }

    private static let units: [String: Double] = ["B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12]

    var defaultValueDescription: String { "\(bytes / 1_000_000)MB" }
}
