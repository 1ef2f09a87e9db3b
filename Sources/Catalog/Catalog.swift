package import Segmentation

/// A class catalog: which classes there are, which bands they are told by, by which rules, and which ratios to report.
///
/// A value of this type has been checked: every name that a formula, an assignment or a ratio uses exists, every
/// formula has the right type, and the last assignment has no condition unless the rest is said to be unobserved.
package struct Catalog: Sendable, Hashable {
    /// Short name, used in the names of run folders: ASCII letters, digits, `-`, `_` and `.`.
    package var name: String
    /// One line for reports; nil where the catalog has none.
    package var title: String?
    /// The bands that formulas may use, in the order of the file; each names another band.
    package var bands: [BandSymbol]
    /// Pixel sizes in metres on the ground that the catalog is made for; nil where it does not say.
    package var groundSampleDistance: ClosedRange<Double>?
    /// True where it is made for photographs and scans, not for rasters with a place on the earth.
    package var isForPhotographs: Bool
    /// What is to be said where pixels are large.
    package var notes: [CatalogNote]
    /// Sorted by value; values and names are unique.
    package var classes: [ClassDefinition]
    /// How it decides what covers the ground.
    package var method: CatalogMethod
    /// What is done to the mask after the method, in order; classes are class values.
    package var clean: [CleanStep]
    /// What is done to the mask after that, in order, with whole patches; classes are class values.
    package var patchSteps: [PatchStep]
    /// What is counted; nil where the catalog says nothing of objects.
    package var objects: ObjectRule?
    /// The indices that formulas use, each once, in the order of their first use.
    package var indices: [UsedIndex]
    /// Ratios of areas, in the order of the file; names are unique.
    package var ratios: [Ratio]
    /// Where it was read from, as the person named it.
    package var file: String
    /// The YAML text as read; its hash goes to run.json.
    package var source: String
    /// One line each: what is allowed, but probably not meant.
    package var warnings: [String]

    /// Reads and checks a catalog.
    ///
    /// - Parameters:
    ///   - yaml: The text of the catalog, at most 1 MiB.
    ///   - file: The name that errors are to give.
    /// - Throws: The first mistake, with its line and what would put it right.
    package init(yaml: String, file: String) throws(CatalogError) {
        self = try CatalogReader(file: file).catalog(from: yaml)
    }

    init(
        name: String, title: String?, bands: [BandSymbol], groundSampleDistance: ClosedRange<Double>?,
        isForPhotographs: Bool, notes: [CatalogNote], classes: [ClassDefinition], method: CatalogMethod,
        clean: [CleanStep],
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
        self.method = method
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
