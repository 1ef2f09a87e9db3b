import Catalog
import Foundation
import RasterModel

/// The shipped catalogs, for people.
package enum CatalogList {
    /// One line for each: name, bands, pixel sizes, title.
    ///
    /// - Throws: never for the catalogs as they are.
    package static func table() throws -> String {
        let rows = try ShippedCatalogs.all().map { catalog in
            [catalog.name, bands(of: catalog), pixels(of: catalog), catalog.title ?? ""]
        }
        let all = [["name", "bands", "pixels", "what"]] + rows
        let widths = (0..<3).map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            return (cells + [row[3]]).joined(separator: "  ") + "\n"
        }.joined()
    }

    /// The text of one.
    ///
    /// - Throws: where none has this name.
    package static func text(of name: String) throws -> String {
        if let text = ShippedCatalogs.text(name) { return text }
        let isMap = FileManager.default.fileExists(atPath: name)
        let remedy =
            isMap
            ? "to make a catalog of a class map: quadrat catalogs --from \(name)"
            : ShippedCatalogs.nearest(to: name).map { "did you mean '\($0)'?" }
                ?? "there are \(ShippedCatalogs.names.joined(separator: ", "))"
        throw SurveyError("no shipped catalog is called '\(name)'; \(remedy)")
    }

    private static func bands(of catalog: Catalog) -> String {
        catalog.bands.map { $0.reference.description }.joined(separator: ",")
    }

    private static func pixels(of catalog: Catalog) -> String {
        guard let range = catalog.groundSampleDistance else { return "any" }
        return "\(LengthText.short(range.lowerBound)) .. \(LengthText.short(range.upperBound))"
    }
}
