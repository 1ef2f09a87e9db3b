import Foundation
import RasterModel
import Segmentation
import TestSupport
import Testing

@testable import Catalog

/// A catalog with thresholds, lengths and cleaning.
private let canopy = """
    quadrat: 1
    name: canopy
    bands: {R: red, G: green, B: blue}
    ground_sample_distance: 0.2 cm .. 10 cm
    classes:
      1: {name: soil}
      2: {name: canopy}
    method:
      rules:
        define:
          green_excess: ExG_chr
          canopy_near: max_within(green_excess > green, 5cm)
          rough: deviation_within(gaussian(G, 0.5 px), 3 mm)
        thresholds:
          green: {of: green_excess, choose: minimum-error, within: 0.04 .. 0.18, otherwise: 0.10}
          dark: {of: R + G + B, choose: fixed, otherwise: 90, range: 0 .. 765, bins: 765}
        assign:
          - {class: canopy, when: "canopy_near and rough < dark"}
          - {class: soil}
    clean: [{majority: 3 px}, {open: {class: canopy, width: 2 cm}}, {close: {class: soil, width: 0.1 m}}]

    """

@Suite struct CatalogLanguageTests {
    @Test func isRead() throws {
        let catalog = try Catalog(yaml: canopy, file: "canopy.yaml")
        #expect(catalog.groundSampleDistance == 0.002...0.1)
        #expect(
            catalog.clean == [
                .majority(width: GroundLength(3, .pixels)),
                .open(classValue: 2, width: GroundLength(2, .centimetres)),
                .close(classValue: 1, width: GroundLength(0.1, .metres)),
            ])
        let thresholds = catalog.rules.thresholds
        #expect(thresholds.map(\.name) == ["green", "dark"])
        #expect(thresholds[0].rule == ThresholdRule(.minimumError, within: 0.04...0.18, otherwise: 0.1))
        #expect(thresholds[0].low == -1 && thresholds[0].high == 2 && thresholds[0].bins == 1024, "the index's range")
        #expect(thresholds[1].rule == ThresholdRule(.fixed, otherwise: 90) && thresholds[1].bins == 765)
        #expect(catalog.rules.definitions.map(\.name) == ["ExG_chr", "green_excess", "canopy_near", "rough"])
        #expect(
            catalog.rules.formulas.flatMap(\.lengths).map(\.length) == [
                GroundLength(5, .centimetres), GroundLength(0.5, .pixels), GroundLength(3, .millimetres),
            ])
    }

    @Test func saysWhatItIsForAndWhatLargePixelsMean() throws {
        let tail = "made_for: photographs\nnotes: [{pixels_above: 50 cm, text: mixed}]"
        let leaves = try Catalog(yaml: catalog(tail: tail), file: "field.yaml")
        #expect(leaves.isForPhotographs && leaves.notes.map(\.text) == ["mixed"] && leaves.notes[0].above == 0.5)
        let plain = try Catalog(yaml: catalog(), file: "field.yaml")
        #expect(!plain.isForPhotographs && plain.notes.isEmpty)
    }

    @Test func leavesTheRestUnobserved() throws {
        let rules = "    assign:\n      - {class: canopy, when: R == 3}\n    rest: unobserved"
        let assignments = try Catalog(yaml: catalog(rules: rules), file: "field.yaml").rules.assignments
        #expect(assignments.count == 1 && assignments[0].condition != nil)
    }

    @Test func shippedCatalogsAreThoseOfTheFolder() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../catalogs").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "indices.yaml" }
        #expect(Set(files) == Set(ShippedCatalogs.names.map { "\($0).yaml" }))
        #expect(try ShippedCatalogs.all().map(\.name) == ShippedCatalogs.names)
        for name in ShippedCatalogs.names {
            let text = try String(contentsOf: folder.appending(path: "\(name).yaml"), encoding: .utf8)
            #expect(ShippedCatalogs.text(name) == text)
        }
    }

    @Test func aNameThatIsNoneIsAnswered() throws {
        let error = try #require(throws: CatalogError.self) { try Catalog.load("vegitation") }
        #expect(
            error.description
                == "vegitation: no shipped catalog has this name, and no file either; did you mean 'vegetation'?")
    }

    @Test(arguments: mistakes) func isNamed(_ mistake: Mistake) {
        #expect(message(of: mistake.yaml) == mistake.message)
    }

    /// The catalog above with one of its lines replaced.
    private static func changing(_ line: String, to other: String) -> String {
        precondition(canopy.contains(line))
        return canopy.replacingOccurrences(of: line, with: other)
    }

    static let mistakes = [
        Mistake(
            changing("0.2 cm .. 10 cm", to: "0.2 .. 10"),
            "field.yaml:4: ground_sample_distance is '0.2 .. 10'; write two lengths: 'low .. high', for example "
                + "1 cm .. 10 cm"),
        Mistake(
            changing("{majority: 3 px}", to: "{majority: 3 inches}"),
            "field.yaml:20: clean step 1: majority is '3 inches'; write a length with a unit (px m cm mm), "
                + "for example 30 cm"),
        Mistake(
            changing("{majority: 3 px}", to: "{majority: 3}"),
            "field.yaml:20: clean step 1: majority is '3'; write a length with a unit (px m cm mm), for example 30 cm"),
        Mistake(
            changing("{majority: 3 px}", to: "{majorty: 3 px}"),
            "field.yaml:20: unknown key 'majorty' in clean step 1; did you mean 'majority'?"),
        Mistake(
            changing("{open: {class: canopy, width: 2 cm}}", to: "{open: 2 cm}"),
            "field.yaml:20: clean step 2: open needs a class and a width: {open: {class: soil, width: 30 cm}}"),
        Mistake(
            changing("{open: {class: canopy,", to: "{open: {class: canopi,"),
            "field.yaml:20: clean step 2: open: there is no class 'canopi'; did you mean 'canopy'?"),
        Mistake(
            changing("choose: minimum-error", to: "choose: yes"),
            "field.yaml:15: threshold green: choose is 'yes'; choose one of fixed, otsu, minimum-error"),
        Mistake(
            changing("otherwise: 0.10", to: "otherwise: yes"),
            "field.yaml:15: threshold green: otherwise is 'yes'; write a number"),
        Mistake(
            changing("otherwise: 0.10", to: "otherwise: 0.3"),
            "field.yaml:15: threshold green: otherwise lies outside of within"),
        Mistake(
            changing("within: 0.04 .. 0.18", to: "within: 0.04 - 0.18"),
            "field.yaml:15: threshold green: within is '0.04 - 0.18'; write 'low .. high'"),
        Mistake(
            changing("range: 0 .. 765, ", to: ""),
            "field.yaml:16: 'range' is missing in threshold dark; add 'range: low .. high', the least and the "
                + "greatest value that 'of' can have"
        ),
        Mistake(
            changing("of: green_excess", to: "of: canopy_near"),
            "field.yaml:15: threshold green: of: 'canopy_near' depends on a threshold at column 1 of 'canopy_near'; "
                + "choose a threshold from what does not depend on one"),
        Mistake(
            changing("5cm)", to: "5)"),
            "field.yaml:12: define canopy_near: the last value of 'max_within' is no length with a unit at column 34 of "
                + "'max_within(green_excess > green, 5)'; write max_within(x, 30 cm); units are px m cm mm"),
        Mistake(
            changing(", 5cm)", to: ")"),
            "field.yaml:12: define canopy_near: 'max_within' without a length at column 1 of "
                + "'max_within(green_excess > green)'; write max_within(x, 30 cm); units are px m cm mm"),
        Mistake(
            changing("gaussian(G,", to: "gaussian(G > 3,"),
            "field.yaml:13: define rough: 'G > 3' is a condition where 'gaussian' needs a number at column 27 of "
                + "'deviation_within(gaussian(G > 3, 0.5 px), 3 mm)'; join conditions with and, or, not"),
        Mistake(
            changing("rough < dark", to: "rough < 3 cm"),
            "field.yaml:18: assign rule 1: when: a length where a number is expected at column 25 of "
                + "'canopy_near and rough < 3 cm'; a length stands only at the end of gaussian(x, 30 cm) and its like"),
    ]
}
