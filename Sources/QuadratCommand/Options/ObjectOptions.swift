import ArgumentParser
import RasterModel

/// Options about what is written of objects beside objects.gpkg.
struct ObjectOptions: ParsableArguments {
    @Flag(help: "Write instances.tif too: for each pixel the number of its object.")
    var instances = false

    @Option(
        help: ArgumentHelp(
            "Write the objects in these formats too: geojson (outlines, WGS 84), csv (a line each).",
            valueName: "format,..."))
    var also: [String] = []

    func validate() throws { _ = try Self.formats(also) }

    /// In a fixed order, each once.
    static func formats(_ arguments: [String]) throws -> [ObjectFormat] {
        let names = arguments.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let formats = try names.map { name in
            guard let format = ObjectFormat(rawValue: name.lowercased()) else {
                let known = ObjectFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--also '\(name)' is no format that objects are written in; there are \(known)")
            }
            return format
        }
        return ObjectFormat.allCases.filter { formats.contains($0) }
    }
}
