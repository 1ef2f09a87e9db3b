import Catalog
import Foundation
import RasterModel
import Segmentation
import TestSupport
import Testing

private typealias Formula = Segmentation.Expression

/// A formula in double precision, written for these tests alone: no compiler, no kernel, no rules for the invalid.
private func value(_ formula: Formula, _ names: [String: Double]) -> Double {
    switch formula {
    case .number(let number): Double(number)
    case .name(let name): names[name] ?? .nan
    case .negate(let inner): -value(inner, names)
    case .arithmetic(.add, let a, let b): value(a, names) + value(b, names)
    case .arithmetic(.subtract, let a, let b): value(a, names) - value(b, names)
    case .arithmetic(.multiply, let a, let b): value(a, names) * value(b, names)
    case .arithmetic(.divide, let a, let b): value(a, names) / value(b, names)
    case .arithmetic(.power, let a, let b): pow(value(a, names), value(b, names))
    case .call(.sqrt, let arguments): value(arguments[0], names).squareRoot()
    case .call(.exp, let arguments): exp(value(arguments[0], names))
    default: .nan
    }
}

/// Mask codes of one row of Float32 pixels, one array per band.
private func codes(_ rules: RuleSet, _ bands: [[Float]]) -> [UInt8] {
    let window = PixelWindow(column: 0, row: 0, width: bands[0].count, height: 1)
    var buffer = PixelBuffer()
    buffer.reset(window: window, bandCount: bands.count, type: .float32)
    for (band, values) in bands.enumerated() {
        buffer.float32.replaceSubrange(band * values.count..<(band + 1) * values.count, with: values)
    }
    var kernel = RuleKernel(program: RuleProgram(rules))
    var codes: [UInt8] = []
    let view = PixelView(
        buffer, planes: Array(bands.indices), scalings: bands.map { _ in nil },
        validity: Array(repeating: 255, count: window.count))
    kernel.classify(view, core: window, codes: &codes)
    return codes
}

private let library = IndexLibrary.shipped
/// The band symbols of indices with their roles.
private let roles = [
    "A": "coastal", "B": "blue", "G": "green", "Y": "yellow", "R": "red", "RE1": "red_edge_1", "RE2": "red_edge_2",
    "RE3": "red_edge_3", "N": "nir", "N2": "nir_2", "S1": "swir_1", "S2": "swir_2",
]

/// What an index is for vegetation and soil (science of the field; evaluated elsewhere, to six digits).
private struct Vector: Sendable, CustomTestStringConvertible {
    var index: String
    var vegetation: Double
    var soil: Double

    init(_ index: String, _ vegetation: Double, _ soil: Double) {
        self.index = index
        self.vegetation = vegetation
        self.soil = soil
    }

    var testDescription: String { index }
}

private let vegetation = [
    "A": 0.03, "B": 0.04, "G": 0.08, "R": 0.05, "RE1": 0.12, "RE2": 0.30, "RE3": 0.38, "N": 0.45, "N2": 0.46,
    "S1": 0.22, "S2": 0.12,
]
private let soil = [
    "A": 0.08, "B": 0.10, "G": 0.14, "R": 0.19, "RE1": 0.22, "RE2": 0.24, "RE3": 0.26, "N": 0.28, "N2": 0.29,
    "S1": 0.36, "S2": 0.32,
]
private let vectors = [
    Vector("NDVI", 0.800000, 0.191489), Vector("GNDVI", 0.698113, 0.333333), Vector("NDREI", 0.578947, 0.120000),
    Vector("SAVI", 0.600000, 0.139175), Vector("OSAVI", 0.606061, 0.142857), Vector("MSAVI", 0.629844, 0.125477),
    Vector("EVI", 0.689655, 0.134731), Vector("EVI2", 0.636943, 0.129608), Vector("NDWI", -0.698113, -0.333333),
    Vector("MNDWI", -0.466667, -0.440000), Vector("NDMI", 0.343284, -0.125000), Vector("BI", -0.289474, 0.182796),
    Vector("NDBI", -0.343284, 0.125000), Vector("PSRI", 0.033333, 0.375000), Vector("ARI", 4.166667, 2.597403),
    Vector("ARI2", 1.875000, 0.727273), Vector("CIRE", 2.750000, 0.272727), Vector("CIG", 4.625000, 1.000000),
    Vector("MCARI", 0.148800, 0.016211), Vector("TCARI", 0.152400, 0.034421),
    Vector("WDRVI", -0.052632, -0.743119), Vector("ExG", 0.070000, -0.010000), Vector("ExR", -0.015000, 0.107000),
    Vector("ExGR", 0.085000, -0.117000), Vector("VARI", 0.333333, -0.217391), Vector("GLI", 0.280000, -0.017544),
    Vector("NGRDI", 0.230769, -0.151515), Vector("TGI", 3.450000, 0.650000), Vector("MGRVI", 0.438202, -0.296230),
    Vector("RGBVI", 0.523810, 0.015544), Vector("GCC", 0.470588, 0.325581),
]

/// Bytes of red, green and blue, and what they give to five digits.
private let colours: [(name: String, bytes: [Double], values: [String: Double])] = [
    ("leaf", [90, 120, 60], values(0.33333, 0.31111, 0.14286, 0.23077, -15.74255)),
    ("chlorotic", [170, 160, 70], values(0.20000, 0.00500, -0.03030, 0.14286, -9.05255)),
    ("soil", [150, 125, 100], values(0.00000, -0.22667, -0.09091, 0.00000, 22.06245)),
    ("shadow leaf", [20, 28, 18], values(0.27273, 0.27273, 0.16667, 0.19149, 11.82945)),
    ("asphalt", [110, 112, 115], values(-0.00297, -0.12760, 0.00901, -0.00223, 20.74045)),
]

private func values(_ exg: Double, _ exgr: Double, _ ngrdi: Double, _ gli: Double, _ cive: Double) -> [String: Double] {
    ["ExG_chr": exg, "ExGR14_chr": exgr, "NGRDI": ngrdi, "GLI": gli, "CIVE": cive]
}

@Suite("Indices: the numbers")
struct IndexValueTests {
    @Test("As published, in double precision", arguments: vectors)
    private func vector(_ vector: Vector) throws {
        let index = try #require(library[vector.index])
        for (pixel, expected) in [(vegetation, vector.vegetation), (soil, vector.soil)] {
            #expect(abs(value(index.expression, pixel) - expected) <= 1e-6 * max(1, abs(expected)))
        }
    }

    @Test("As published, through a catalog and the kernel", arguments: vectors)
    private func vectorOfKernel(_ vector: Vector) throws {
        for (pixel, expected) in [(vegetation, vector.vegetation), (soil, vector.soil)] {
            #expect(try isNear(vector.index, pixel, expected, within: 2e-6 * max(1, abs(expected))))
        }
    }

    @Test func coloursInBytes() throws {
        for colour in colours {
            let pixel = Dictionary(uniqueKeysWithValues: zip(["R", "G", "B"], colour.bytes))
            for (name, expected) in colour.values {
                let index = try #require(library[name])
                #expect(abs(value(index.expression, pixel) - expected) <= 5.1e-6, "\(colour.name) \(name)")
                #expect(try isNear(name, pixel, expected, within: 1e-5), "\(colour.name) \(name)")
            }
        }
    }

    /// Whether the class of |index - expected| < tolerance is given to a pixel.
    private func isNear(
        _ name: String, _ pixel: [String: Double], _ expected: Double, within tolerance: Double
    ) throws -> Bool {
        let bands = try #require(library[name]).bands
        let text = catalog(
            bands: "bands: {\(bands.map { "\($0): \(roles[$0] ?? "")" }.joined(separator: ", "))}",
            rules: """
                    assign:
                      - {class: canopy, when: "abs(\(name) - (\(expected))) < \(tolerance)"}
                      - {class: soil}
                """)
        let rules = try Catalog(yaml: text, file: "near.yaml").rules
        return codes(rules, bands.map { [Float(pixel[$0] ?? .nan)] }) == [2]
    }

    /// Names of one index that are no aliases in the file, because publications tell them apart.
    @Test func differencesOfThirteenAndFourteenTenths() throws {
        let pixel: [String: Double] = ["R": 100, "G": 0, "B": 0]
        for (name, expected) in [
            ("ExR", 130.0), ("ExR14", 140), ("ExR_chr", 1.3), ("ExR14_chr", 1.4), ("ExGR", -230), ("ExGR14", -240),
            ("ExGR_chr", -2.3), ("ExGR14_chr", -2.4),
        ] {
            #expect(abs(value(try #require(library[name]).expression, pixel) - expected) < 1e-4, "\(name)")
        }
    }

    @Test func compositesAreMadeOfTheirParts() throws {
        let pixel: [String: Double] = ["R": 90, "G": 120, "B": 60]
        let chromatic = pixel.mapValues { $0 / 270 }
        func part(_ name: String, _ pixel: [String: Double]) throws -> Double {
            value(try #require(library[name]).expression, pixel)
        }
        let (green, difference) = (try part("ExG_chr", pixel), try part("ExGR14_chr", pixel))
        let (colour, ratio) = (try part("CIVE", chromatic), try part("VEG", pixel))
        #expect(abs(try part("COM", pixel) - (0.25 * green + 0.30 * difference + 0.33 * colour + 0.12 * ratio)) < 1e-5)
        #expect(abs(try part("COM2", pixel) - (0.36 * green + 0.47 * colour + 0.17 * ratio)) < 1e-5)
        let both = value(try #require(library["CCCI"]).expression, vegetation)
        #expect(abs(both - (try part("NDRE", vegetation)) / (try part("NDVI", vegetation))) < 1e-9)
    }
}

@Suite("Indices: the list")
struct IndexListTests {
    @Test func isLongAndHasTheCommonNames() {
        #expect(library.indices.filter { $0.alias == nil }.count >= 60)
        #expect(Set(library.names).count == library.names.count)
        let common = """
            NDVI GNDVI NDRE NDREI SAVI OSAVI MSAVI MSAVI2 EVI EVI2 NDWI MNDWI NDMI BI BSI NDBI PSRI ARI ARI2 CIRE CIre
            CIG CIg MCARI TCARI WDRVI ExG ExR ExGR ExG_chr ExR14 ExGR14 ExB VARI GLI NGRDI TGI MGRVI RGBVI GCC RCC BCC
            CIVE MExG VEG COM COM2 NDSI NBR AWEInsh AWEIsh DVI RVI SR IPVI GRVI RDVI MTVI1 MTVI2 S2REP BAI BaI
            """
        for name in common.split(whereSeparator: \.isWhitespace) {
            #expect(library[String(name)] != nil, "\(name)")
        }
        #expect(library["ndvi"] == nil)
        #expect(library["CIRe"] == nil)
    }

    @Test func formulasHaveTheirBandsAndNothingElse() throws {
        for index in library.indices {
            let parsed = try FormulaParser.parse(index.formula, in: FormulaScope(bands: index.bands), as: .number)
            #expect(parsed.expression == index.expression, "\(index.name)")
            let ones = Dictionary(uniqueKeysWithValues: index.bands.map { ($0, 0.5) })
            for band in index.bands {
                var without = ones
                without[band] = nil
                #expect(roles[band] != nil, "\(index.name) \(band)")
                #expect(value(index.expression, without).isNaN, "\(index.name) does not use \(band)")
            }
            #expect(!index.title.isEmpty && index.source.last?.isNumber == true, "\(index.name)")
        }
    }

    @Test func constantsAreTheirOwn() throws {
        let savi = try #require(library["SAVI"])
        #expect(savi.constants.map(\.name) == ["L"])
        #expect(savi.constants.map(\.value) == [0.5])
        #expect(savi.formula == "(1 + 0.5)*(N - R)/(N + R + 0.5)")
        #expect(try #require(library["EVI"]).formula == "2.5*(N - R)/(N + 6*R - 7.5*B + 1)")
        #expect(try #require(library["WDRVI"]).formula == "(0.1*N - R)/(0.1*N + R)")
        #expect(savi.range == -1...1)
        #expect(savi.source == "Huete 1988")
    }

    @Test(arguments: [
        ("NDREI", "NDRE"), ("MSAVI2", "MSAVI"), ("BI", "BSI"), ("CIre", "CIRE"), ("CIg", "CIG"), ("SR", "RVI"),
        ("NDII", "NDMI"), ("LSWI", "NDMI"), ("ND705", "RENDVI"), ("VIG", "NGRDI"), ("NGBDI", "NDYI"),
    ])
    func aliasesAreEqual(_ alias: String, _ name: String) throws {
        let index = try #require(library[name])
        var other = try #require(library[alias])
        #expect(other.alias == name)
        other.alias = nil
        other.name = name
        #expect(other == index)
    }

    /// The plain sums of colours are used on bytes as they are: their numbers grow with the bands.
    static let sums = ["ExG", "ExR", "ExR14", "ExGR", "ExGR14", "ExB", "MExG"]

    @Test func whatDependsOnTheScaleNeedsReflectance() {
        var generator = SeededGenerator(4)
        for index in library.indices {
            var same = true
            for _ in 0..<20 {
                let pixel = roles.mapValues { _ in Double.random(in: 0.05...0.6, using: &generator) }
                let small = value(index.expression, pixel)
                let large = value(index.expression, pixel.mapValues { $0 * 10000 })
                if small.isFinite { same = same && abs(small - large) <= 1e-6 * max(1, abs(small)) }
            }
            #expect(same == (index.needs == nil && !Self.sums.contains(index.name)), "\(index.name)")
            #expect(index.needsReflectance == (index.needs == .reflectance))
        }
        for name in ["SAVI", "OSAVI", "MSAVI2", "EVI", "EVI2", "ARI", "TGI"] {
            #expect(library[name]?.needsReflectance == true, "\(name)")
        }
        #expect(library["CIVE"]?.needs == .eightBit)
    }

    @Test func rangesHold() {
        var generator = SeededGenerator(5)
        for index in library.indices {
            guard let range = index.range else { continue }
            let scale = index.needs == .eightBit ? 255.0 : 1.0
            for _ in 0..<400 {
                let pixel = roles.mapValues { _ in
                    scale
                        * [0, 1, Double.random(in: 0...1, using: &generator)][Int.random(in: 0..<3, using: &generator)]
                }
                let value = value(index.expression, pixel)
                if value.isFinite {
                    #expect(value >= range.lowerBound - 1e-6 && value <= range.upperBound + 1e-6, "\(index.name)")
                }
            }
        }
    }

    @Test(arguments: [
        Mistake("NDVI: {formula: N}", "i.yaml:2: 'bands' is missing in NDVI; add 'bands: [N, R]'"),
        Mistake("NDVI: {alias: X}", "i.yaml:2: NDVI: an alias stands alone and names an index above it; 'X' is none"),
        Mistake("X: {bands: [N, N]}", "i.yaml:2: X: 'N' is no band symbol of indices, or there twice"),
        Mistake(
            "X: {bands: [N, R], formula: N}",
            "i.yaml:2: X: formula: 'R' is not used at column 1 of 'N'; remove it"),
        Mistake(
            "X: {bands: [N], formula: N + L}",
            "i.yaml:2: X: formula: unknown name 'L' at column 5 of 'N + L'; declare it in bands or define it above"),
        Mistake("N: {bands: [N], formula: N}", "i.yaml:2: the index 'N' is a band symbol; choose another name"),
        Mistake(
            "X: {bands: [N], constants: {N2: 1}, formula: N}",
            "i.yaml:2: the constant 'N2' is a band symbol; choose another name"),
        Mistake(
            "X: {bands: [N], formula: N, title: x, range: 1 .. 0}",
            "i.yaml:2: X: range is '1 .. 0'; write 'low .. high'"),
        Mistake(
            "X: {bands: [N], formula: N, title: x, needs: metres}",
            "i.yaml:2: X: needs is 'metres'; write reflectance or 8-bit"),
    ])
    func mistakesAreNamed(_ mistake: Mistake) {
        let error = #expect(throws: CatalogError.self) {
            try IndexLibrary(yaml: "indices:\n  \(mistake.yaml)\n", file: "i.yaml")
        }
        #expect(error?.description == mistake.message)
    }

    @Test func constantsMayBeNegative() throws {
        let yaml = "indices:\n  X: {bands: [N], constants: {k: -2}, formula: k**2 - k*N, title: x, source: A 2000}\n"
        let index = try #require(try IndexLibrary(yaml: yaml, file: "i.yaml")["X"])
        #expect(index.formula == "(-2)**2 - (-2)*N")
        #expect(value(index.expression, ["N": 3]) == 10)
    }
}

@Suite("Indices in catalogs")
struct IndexUseTests {
    private func condition(_ when: String, bands: String, define: String = "x: 1") -> String {
        catalog(
            bands: "bands: {\(bands)}",
            rules: """
                    define:
                      \(define)
                    assign:
                      - {class: canopy, when: "\(when)"}
                      - {class: soil}
                """)
    }

    private func read(_ when: String, bands: String, define: String = "x: 1") throws -> Catalog {
        try Catalog(yaml: condition(when, bands: bands, define: define), file: "field.yaml")
    }

    @Test func anIndexIsTheDefinitionWrittenByHand() throws {
        let bands = "R: red, G: green, B: blue, N: nir"
        let named = try read("NDVI > 0.3 and (green > 0.1 or NDVI > 0.5)", bands: bands, define: "green: ExG + 0*NDVI")
        let byHand = try read(
            "v > 0.3 and (green > 0.1 or v > 0.5)", bands: bands,
            define: "v: (N - R)/(N + R)\n      e: 2*G - R - B\n      green: e + 0*v")
        var generator = SeededGenerator(6)
        let planes = (0..<4).map { _ in
            (0..<3000).map { _ in Float(Int.random(in: 0...20, using: &generator)) / 20 }
        }
        let result = codes(named.rules, planes)
        #expect(result == codes(byHand.rules, planes))
        #expect(Set(result) == [1, 2, MaskCode.unobserved])
    }

    @Test func eachUsedIndexIsOneDefinitionBeforeTheOthers() throws {
        let catalog = try read(
            "NDVI > ExG or SAVI > NDVI", bands: "R: red, G: green, B: blue, N: nir", define: "x: GLI + ExG")
        #expect(catalog.rules.definitions.map(\.name) == ["GLI", "ExG", "NDVI", "SAVI", "x"])
        #expect(catalog.rules.bands == ["R", "G", "B", "N"])
        #expect(catalog.indices.map(\.name) == ["GLI", "ExG", "NDVI", "SAVI"])
        #expect(catalog.indices.map(\.needsReflectance) == [false, false, false, true])
        #expect(catalog.indices.last?.formula == "(1 + 0.5)*(N - R)/(N + R + 0.5)")
        #expect(catalog.indices.last?.source == "Huete 1988")
        #expect(catalog.warnings.isEmpty)
    }

    @Test func catalogsWithoutIndicesStayAsTheyAre() throws {
        let catalog = try Catalog(yaml: disease, file: "disease.yaml")
        #expect(catalog.indices.isEmpty)
        #expect(catalog.rules.definitions.map(\.name) == ["green_excess", "redness", "canopy"])
    }

    @Test func theSecondNearInfraredServesWhereThereIsNoFirst() throws {
        let second = try read("NDVI > 0.3", bands: "R: red, N2: nir_2")
        #expect(second.indices.map(\.formula) == ["(N2 - R)/(N2 + R)"])
        #expect(codes(second.rules, [[0.05, 0.3], [0.45, 0.3]]) == [2, 1])
        let both = try read("NDVI > 0.3", bands: "R: red, N2: nir_2, N: nir")
        #expect(both.indices.map(\.formula) == ["(N - R)/(N + R)"])
        #expect(codes(both.rules, [[0.05, 0.3], [0.05, 0.9], [0.45, 0.3]]) == [2, 1])
    }

    @Test func bandNumbersAreTakenAsTheyAre() throws {
        #expect(try read("NDVI > 0.3", bands: "R: 3, N: 1").indices.map(\.name) == ["NDVI"])
    }

    @Test func missingBandsAreNamed() {
        let place = "field.yaml:12: assign rule 1: when:"
        #expect(
            message(of: condition("NDVI > 0.3", bands: "G: green"))
                == "\(place) NDVI needs the band symbols N and R; add them to bands: N: nir, R: red")
        #expect(
            message(of: condition("x > NDVI", bands: "R: red"))
                == "\(place) NDVI needs the band symbol N; add it to bands: N: nir")
        #expect(
            message(of: condition("EVI > 0.3", bands: "G: green"))
                == "\(place) EVI needs the band symbols N, R and B; add them to bands: N: nir, R: red, B: blue")
        #expect(
            message(of: condition("x > 1", bands: "R: red", define: "x: abs(NDVI)"))
                == "field.yaml:10: define x: NDVI needs the band symbol N; add it to bands: N: nir")
        #expect(
            message(of: condition("x > 1", bands: "R: red", define: "N: R\n      x: NDVI"))
                == "field.yaml:11: define x: NDVI needs the band symbol N; add it to bands: N: nir")
    }

    @Test func symbolsThatMeanAnotherBandAreRefused() {
        #expect(
            message(of: condition("NDVI > 0.3", bands: "R: nir, N: red"))
                == "field.yaml:12: assign rule 1: when: NDVI takes N for nir, and in bands it is red; rename the symbol"
        )
        #expect(message(of: condition("NDVI + NDRE > 0.3", bands: "R: red, N: nir_2, RE1: red_edge_2")) == "accepted")
    }

    @Test func namesOfIndicesAreTaken() {
        #expect(
            message(of: condition("NDVI > 0", bands: "R: red, N: nir", define: "NDVI: N - R"))
                == "field.yaml:10: NDVI is an index: choose another name")
        #expect(
            message(of: condition("EVI > 0", bands: "EVI: red"))
                == "field.yaml:3: EVI is an index: choose another name")
    }

    @Test func namesThatDifferFromAnIndexInCaseAreWarnedAbout() throws {
        let catalog = try read("ndvi > NDVI", bands: "R: red, N: nir", define: "ndvi: 0.1\n      cire: 1")
        #expect(
            catalog.warnings == [
                "'ndvi' and the index NDVI differ only in case", "'cire' and the index CIRE differ only in case",
            ])
    }

    @Test func whatIsMeantIsGuessed() {
        for (written, remedy) in [
            ("ndvi", "did you mean 'NDVI'?"), ("NVDI", "did you mean 'NDVI'?"),
            ("NIR", "declare it in bands or define it above"),
        ] {
            #expect(
                message(of: condition("\(written) > 0.3", bands: "R: red, N: nir"))
                    == "field.yaml:12: assign rule 1: when: unknown name '\(written)' at column 1 of '\(written) > 0.3'; "
                    + remedy)
        }
        #expect(
            message(of: condition("NDVI", bands: "R: red, N: nir"))
                == "field.yaml:12: assign rule 1: when: 'NDVI' is a number where 'when' needs a condition at column 1 "
                + "of 'NDVI'; compare it, for example NDVI > 0")
    }
}
