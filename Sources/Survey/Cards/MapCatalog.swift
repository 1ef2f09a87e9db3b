import Catalog
import Foundation
import RasterIO
import RasterModel

/// A catalog made from a class map: a class for each value of its band 1, with the map's names and colours. What matches
/// none of them is unobserved.
package struct MapCatalog: Sendable {
    /// One class.
    private struct Class: Sendable {
        /// In the map.
        var value: Int
        /// In the mask, 1...255.
        var code: Int
        var name: String
        var color: ClassColor
    }

    /// Of the file that is read; the values are compared as the catalog will compare them.
    private static let probe = """
        quadrat: 1
        name: classes
        bands: {V: 1}
        classes: {1: {name: any}}
        method: {rules: {assign: [{class: any}]}}
        """
    private static let longestName = 150

    private let file: String
    private let classes: [Class]
    /// Named in the map's legend, but not found in the map.
    private let absent: [(value: Int, name: String)]
    private let hasColors: Bool
    private let bandCount: Int
    /// What the person should know, one line each.
    package let warnings: [String]

    /// Reads all pixels of a map, in pieces, and its legend.
    ///
    /// - Throws: when the map cannot be read, or is none: a picture, fractions, too many values.
    package init(of path: String) throws {
        GDALLibrary.limitCache(bytes: 32_000_000)
        let source = try RasterSource(path: path)
        guard source.colourBands == nil else {
            throw SurveyError("\(path) is a picture in red, green and blue, and no class map; give a map of one band")
        }
        let named = try NamedBands([:], base: source)
        let draft = try CatalogDraft(Catalog(yaml: Self.probe, file: path), named: named)
        let values = try ClassValues(draft, of: named.stack).values
        let legend = try RasterLegend(path: path, band: 1)
        file = (path as NSString).lastPathComponent.onOneLine
        classes = Self.classes(values, legend)
        let found = Set(values)
        absent = legend.entries.compactMap { value, entry in
            found.contains(value) ? nil : entry.name.map { (value, $0.onOneLine) }
        }.sorted { $0.0 < $1.0 }
        hasColors = legend.entries.values.contains { $0.color != nil }
        bandCount = source.bands.count
        warnings = source.notes + draft.bands.warnings
    }

    // MARK: Classes

    private static func classes(_ values: [Int], _ legend: RasterLegend) -> [Class] {
        let own = Set(values.filter { (1...255).contains($0) })
        var free = (1...255).filter { !own.contains($0) }[...]
        var names = ClassNames()
        return values.map { value in
            // A catalog has fewer classes than there are bytes, so some are always free.
            let code = own.contains(value) ? value : free.removeFirst()
            let entry = legend.entries[value]
            let color = entry?.color.map { ClassColor(red: $0[0], green: $0[1], blue: $0[2]) }
            return Class(
                value: value, code: code, name: names.take(entry?.name, value: value),
                color: color ?? .standard(for: UInt8(code)))
        }
    }

    // MARK: Text

    /// The catalog as YAML.
    package var text: String {
        let order = classes.sorted { $0.code < $1.code }
        let lines =
            ["quadrat: 1", "name: classes", "title: \(Self.quoted("Classes of \(file.prefix(Self.longestName))"))"]
            + comments.map { "# " + $0 }
            + ["bands: {V: 1}", "classes:"] + order.map(Self.definition)
            + ["method:", "  rules:", "    assign:"]
            + classes.map { "      - {class: \(Self.quoted($0.name)), when: \"V == \($0.value)\"}" }
            + ["    # Other values than these are no class.", "    rest: unobserved"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var comments: [String] {
        var lines = [
            "Made from the \(classes.count) \(classes.count == 1 ? "value" : "values") of \(file)"
                + (bandCount > 1 ? ", band 1 of \(bandCount)" : "") + " by 'quadrat catalogs --from'.",
            "What is nodata in the map stays nodata; a value that is not listed below is unobserved, and never a class.",
        ]
        if classes.contains(where: { $0.code != $0.value }) {
            lines.append(
                "A mask holds 1 to 255, and 0 for what has no class: other values of the map have another number here.")
        }
        if !hasColors {
            lines.append(
                "The map has no colours: these are Okabe and Ito's, which colour-blind people can tell apart, for 1 to 8."
            )
        }
        if !absent.isEmpty {
            let shown = absent.prefix(12).map { "\($0.value) \($0.name.prefix(40))" }.joined(separator: ", ")
            lines.append(
                "Named in its legend, but not in the map: \(shown)\(absent.count > 12 ? ", and \(absent.count - 12) more" : "")"
            )
        }
        return lines
    }

    private static func definition(_ item: Class) -> String {
        let line = "  \(item.code): {name: \(quoted(item.name)), color: \"\(item.color)\"}"
        return item.code == item.value ? line : line + "  # \(item.value) in the map"
    }

    /// A text as YAML reads it back, whatever it holds.
    private static func quoted(_ text: some StringProtocol) -> String {
        var line = "\""
        for scalar in text.unicodeScalars {
            switch (scalar, scalar.properties.generalCategory) {
            case ("\"", _), ("\\", _): line += "\\\(scalar)"
            case (_, .format), (_, .unassigned), (_, .privateUse):
                let digits = String(scalar.value, radix: 16)
                line += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line + "\""
    }
}

/// Names of classes, each once.
private struct ClassNames {
    private static let longest = 150
    private var taken: Set<String> = []

    /// - Parameter name: as the legend has it; nil where it has none.
    mutating func take(_ name: String?, value: Int) -> String {
        let plain = name.map(Self.clean) ?? ""
        let wanted = plain.isEmpty ? "value \(value)" : plain
        var result = wanted
        var number = 1
        while !taken.insert(result).inserted {
            result = number == 1 ? "\(wanted) (\(value))" : "\(wanted) (\(value), \(number))"
            number += 1
        }
        return result
    }

    /// One line without spaces around it, which is what catalogs take for a name.
    private static func clean(_ name: String) -> String {
        // A byte order mark is no part of a name, and text readers drop it.
        let line = name.onOneLine.unicodeScalars.filter { $0 != "\u{feff}" }.reduce(into: "") {
            $0.unicodeScalars.append($1)
        }
        .prefix(longest)
        return String(line.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
