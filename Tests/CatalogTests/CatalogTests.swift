import Catalog
import Foundation
import RasterModel
import Segmentation
import TestSupport
import Testing

@Suite struct CatalogTests {
    @Test func everyPartIsRead() throws {
        let catalog = try Catalog(yaml: disease, file: "disease.yaml")
        #expect(catalog.name == "disease")
        #expect(catalog.title == "Discoloured canopy (candidate disease), RGB")
        #expect(
            catalog.bands == [
                BandSymbol(symbol: "R", reference: .role(.red)), BandSymbol(symbol: "G", reference: .role(.green)),
                BandSymbol(symbol: "B", reference: .number(3)),
            ])
        #expect(catalog.classes.map(\.value) == [1, 2, 3])
        #expect(catalog.classes.map(\.name) == ["soil", "healthy", "discoloured"])
        #expect(catalog.classes[0].color == ClassColor(red: 0xb8, green: 0x9b, blue: 0x72))
        #expect(catalog.classes[0].color.description == "#b89b72")
        #expect(catalog.ratios == [Ratio(name: "discoloured_percent_of_canopy", of: [3], over: [2, 3])])
        #expect(catalog.source == disease)
        #expect(catalog.warnings.isEmpty)
    }

    @Test func rulesKeepTheOrderOfTheFile() throws {
        let rules = try Catalog(yaml: disease, file: "disease.yaml").rules
        #expect(rules.bands == ["R", "G", "B"])
        #expect(rules.definitions.map(\.name) == ["green_excess", "redness", "canopy"])
        #expect(rules.assignments.map(\.classValue) == [3, 2, 1])
        let redness = Segmentation.Expression.compare(.greater, .name("redness"), .number(0.04))
        #expect(rules.assignments[0].condition == .logic(.and, redness, .name("canopy")))
        #expect(rules.assignments[2].condition == nil)
    }

    @Test func classesAreSortedByValue() throws {
        let text = catalog(classes: "classes:\n  200: {name: soil}\n  3: {name: canopy}")
        #expect(try Catalog(yaml: text, file: "field.yaml").classes.map(\.value) == [3, 200])
    }

    @Test func scalarsAreText() throws {
        let text = catalog(
            head: "quadrat: 1\nname: 2026.06\ntitle: 1e3",
            classes: "classes: {1: {name: yes}, 2: {name: No}, 3: {name: 07}}",
            rules:
                "    assign:\n      - {class: No, when: R > 1}\n      - {class: 07, when: R > 0}\n      - {class: yes}")
        let read = try Catalog(yaml: text, file: "field.yaml")
        #expect(read.name == "2026.06")
        #expect(read.title == "1e3")
        #expect(read.classes.map(\.name) == ["yes", "No", "07"])
        #expect(read.rules.assignments.map(\.classValue) == [2, 3, 1])
    }

    @Test func formulasMayGoOnInTheNextLine() throws {
        let folded = catalog(define: "ndvi:\n        (N - R)\n        / (N + R)", assign: "      - {class: soil}")
        let plain = catalog(define: "ndvi: (N - R)/(N + R)", assign: "      - {class: soil}")
        #expect(try Catalog(yaml: folded, file: "a").rules == Catalog(yaml: plain, file: "a").rules)
    }

    @Test func windowsLineEndsAndByteOrderMarkDoNotMatter() throws {
        let text = "\u{feff}" + disease.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try Catalog(yaml: text, file: "a").rules == Catalog(yaml: disease, file: "a").rules)
    }

    @Test func missingColoursDependOnTheValueAlone() throws {
        var lines = "classes:\n"
        for value in 1...250 { lines += "  \(value): {name: c\(value)}\n" }
        let all = try Catalog(yaml: catalog(classes: lines, rules: "    assign: [{class: c1}]"), file: "a").classes
        #expect(Set(all.map(\.color)).count == 250)
        let two = try Catalog(
            yaml: catalog(classes: "classes: {9: {name: a}, 250: {name: b}}", rules: "    assign: [{class: a}]"),
            file: "a"
        ).classes
        #expect(two.map(\.color) == [all[8].color, all[249].color])
    }

    @Test func namesThatDifferInCaseAreWarnedAbout() throws {
        let text = catalog(define: "n: (N - R)/(N + R)", assign: "      - {class: soil}")
        #expect(try Catalog(yaml: text, file: "a").warnings == ["'N' and 'n' differ only in case"])
    }

    @Test func unusedBandsAreAllowed() {
        #expect(message(of: catalog(rules: "    assign: [{class: soil}]")) == "accepted")
    }
}

@Suite struct CatalogFileTests {
    /// A new folder; the test removes it.
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("catalog-\(UUID().uuidString)")

    private func load(_ name: String, _ bytes: [UInt8]) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return try messageOfLoading(file.path).replacingOccurrences(of: file.path, with: name)
    }

    private func messageOfLoading(_ path: String) throws -> String {
        do throws(CatalogError) {
            return try Catalog.load(path: path).name
        } catch {
            return error.description
        }
    }

    @Test func aFileIsRead() throws {
        #expect(try load("disease.yaml", Array(disease.utf8)) == "disease")
    }

    @Test func whatIsNoCatalogIsRefused() throws {
        let path = FileManager.default.temporaryDirectory.path
        #expect(try messageOfLoading(path) == "\(path): this is a folder; give the path of a catalog")
        #expect(
            try messageOfLoading("none.yaml")
                == "none.yaml: no such file; give the path of a catalog, or a name that 'quadrat catalogs' lists")
        #expect(try messageOfLoading("/dev/zero") == "/dev/zero: larger than 1 MiB; a catalog is a short text")
        #expect(
            try messageOfLoading("/dev/null") == "/dev/null:1: the catalog is empty; it begins with 'quadrat: 1'")
        #expect(
            try load("latin1.yaml", Array("quadrat: 1\ntitle: F".utf8) + [0xe9] + Array("rias\n".utf8))
                == "latin1.yaml:2: not UTF-8 text; save the file as UTF-8")
        #expect(
            try load("large.yaml", [UInt8](repeating: 0x20, count: 1 << 20 + 1))
                == "large.yaml: larger than 1 MiB; a catalog is a short text")
    }
}
