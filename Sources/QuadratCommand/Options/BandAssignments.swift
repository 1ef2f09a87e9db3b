import ArgumentParser
import RasterModel

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
