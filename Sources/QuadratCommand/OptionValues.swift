import ArgumentParser
import RasterModel

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

/// "red=1,nir=B08.tif:1": bands by role, of the raster or of another file; the option may stand several times.
struct BandAssignments {
    var bands: [BandRole: NamedBand] = [:]

    init(_ arguments: [String]) throws {
        for part in arguments.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let sides = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            guard sides.count == 2, let band = Self.band(sides[1]) else {
                throw ValidationError(
                    "--bands '\(part)' is neither role=number nor role=file:number, for example red=3,nir=B08.tif:1")
            }
            guard let role = BandRole(rawValue: sides[0]) else {
                let roles = BandRole.allCases.map(\.rawValue).joined(separator: " ")
                throw ValidationError("--bands '\(sides[0])' is no band role; the roles are \(roles)")
            }
            guard bands[role] == nil else { throw ValidationError("--bands names '\(role.rawValue)' twice") }
            bands[role] = band
        }
    }

    /// "4", "B08.tif:1", or "B08.tif" for its first band. Names of rasters may hold colons themselves.
    private static func band(_ text: String) -> NamedBand? {
        if let number = Int(text) { return number > 0 ? NamedBand(number: number) : nil }
        guard let colon = text.lastIndex(of: ":"), let number = Int(text[text.index(after: colon)...]) else {
            return text.isEmpty ? nil : NamedBand(path: text, number: 1)
        }
        let path = String(text[..<colon])
        return path.isEmpty || number < 1 ? nil : NamedBand(path: path, number: number)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// "255", "-9999", "nan", or "255,255,255": what means no data.
struct NodataOption {
    /// nil where nothing is said.
    var values: NodataValues?

    init(_ arguments: [String]) throws {
        guard let text = arguments.first else { return }
        guard arguments.count == 1 else {
            throw ValidationError("--nodata stands \(arguments.count) times; give it once")
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count else {
            throw ValidationError("--nodata '\(text)' is no number, for example 255, -9999, nan or 255,255,255")
        }
        guard let values = NodataValues(numbers, text: parts.joined(separator: ",")) else {
            throw ValidationError(
                "--nodata '\(text)' gives \(numbers.count) values; give one, or three for red, green and blue")
        }
        self.values = values
    }

    private static func number(_ text: String) -> Double? {
        // Digits of base 16 would be taken, too.
        text.lowercased().contains("x") ? nil : Double(text)
    }
}

/// A decimal number and the unit right after it.
private func splitUnit(_ text: String) -> (number: Double, unit: String)? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite else { return nil }
    return (number, text.dropFirst(digits.count).trimmingPrefix { $0 == " " }.description)
}
