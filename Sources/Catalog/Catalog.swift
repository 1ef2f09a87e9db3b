public import RasterModel
public import Segmentation

/// A class catalog: which classes there are, which bands they are told by, by which rules, and which ratios to report.
///
/// A value of this type has been checked: every name that a formula, an assignment or a ratio uses exists, every
/// formula has the right type, and the last assignment has no condition unless the rest is said to be unobserved.
public struct Catalog: Sendable, Hashable {
    /// Short name, used in the names of run folders: ASCII letters, digits, `-`, `_` and `.`.
    public var name: String
    /// One line for reports; nil where the catalog has none.
    public var title: String?
    /// The bands that formulas may use, in the order of the file; each names another band.
    public var bands: [BandSymbol]
    /// Pixel sizes in metres on the ground that the catalog is made for; nil where it does not say.
    public var groundSampleDistance: ClosedRange<Double>?
    /// True where it is made for photographs and scans, not for rasters with a place on the earth.
    public var isForPhotographs: Bool
    /// What is to be said where pixels are large.
    public var notes: [CatalogNote]
    /// Sorted by value; values and names are unique.
    public var classes: [ClassDefinition]
    /// The method; its `bands` are the symbols of `bands`, in the same order. The indices that it uses are its first
    /// definitions.
    public var rules: RuleSet
    /// What is done to the mask after the rules, in order; classes are class values.
    public var clean: [CleanStep]
    /// What is done to the mask after that, in order, with whole patches; classes are class values.
    public var patchSteps: [PatchStep]
    /// What is counted; nil where the catalog says nothing of objects.
    public var objects: ObjectRule?
    /// The indices that formulas use, each once, in the order of their first use.
    public var indices: [UsedIndex]
    /// Ratios of areas, in the order of the file; names are unique.
    public var ratios: [Ratio]
    /// Where it was read from, as the person named it.
    public var file: String
    /// The YAML text as read; its hash goes to run.json.
    public var source: String
    /// One line each: what is allowed, but probably not meant.
    public var warnings: [String]

    /// Reads and checks a catalog.
    ///
    /// - Parameters:
    ///   - yaml: The text of the catalog, at most 1 MiB.
    ///   - file: The name that errors are to give.
    /// - Throws: The first mistake, with its line and what would put it right.
    public init(yaml: String, file: String) throws(CatalogError) {
        self = try CatalogReader(file: file).catalog(from: yaml)
    }

    init(
        name: String, title: String?, bands: [BandSymbol], groundSampleDistance: ClosedRange<Double>?,
        isForPhotographs: Bool, notes: [CatalogNote], classes: [ClassDefinition], rules: RuleSet, clean: [CleanStep],
        patchSteps: [PatchStep], objects: ObjectRule?,
        indices: [UsedIndex], ratios: [Ratio],
        file: String, source: String, warnings: [String]
    ) {
        self.name = name
        self.title = title
        self.bands = bands
        self.groundSampleDistance = groundSampleDistance
        self.isForPhotographs = isForPhotographs
        self.notes = notes
        self.classes = classes
        self.rules = rules
        self.clean = clean
        self.patchSteps = patchSteps
        self.objects = objects
        self.indices = indices
        self.ratios = ratios
        self.file = file
        self.source = source
        self.warnings = warnings
    }
}

/// A symbol of formulas and the band that it stands for.
public struct BandSymbol: Sendable, Hashable {
    /// Letters, digits and `_`, not beginning with a digit.
    public var symbol: String
    /// A role or a band number counted from 1.
    public var reference: BandReference

    /// A symbol and its band.
    public init(symbol: String, reference: BandReference) {
        self.symbol = symbol
        self.reference = reference
    }
}

/// One class of a catalog.
public struct ClassDefinition: Sendable, Hashable {
    /// The value in the mask, 1...255.
    public var value: UInt8
    /// One line, unique in its catalog.
    public var name: String
    /// As the catalog says; where it says nothing, a colour that depends on the value alone.
    public var color: ClassColor

    /// A class with its value in the mask.
    public init(value: UInt8, name: String, color: ClassColor) {
        self.value = value
        self.name = name
        self.color = color
    }
}

/// A colour of a legend, sRGB, 0...255 each.
public struct ClassColor: Sendable, Hashable, CustomStringConvertible {
    /// Red, 0...255.
    public var red: UInt8
    /// Green, 0...255.
    public var green: UInt8
    /// Blue, 0...255.
    public var blue: UInt8

    /// A colour of three bytes.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// The colour as catalogs write it: `#rrggbb`.
    public var description: String {
        var text = "#"
        for byte in [red, green, blue] {
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}

/// A ratio of areas: the sum of some classes over the sum of others.
public struct Ratio: Sendable, Hashable {
    /// One line, unique in its catalog.
    public var name: String
    /// Class values of the numerator, in the order of the catalog, none twice.
    public var of: [UInt8]
    /// Class values of the denominator, in the order of the catalog, none twice.
    public var over: [UInt8]

    /// A ratio by class values.
    public init(name: String, of: [UInt8], over: [UInt8]) {
        self.name = name
        self.of = of
        self.over = over
    }
}
