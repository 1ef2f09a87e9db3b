import Catalog
import Foundation
import Instances
import RasterIO
import RasterModel
import Segmentation

/// What a survey does for one of its catalogs: which bands it sees, by which rules it classifies, where it writes.
struct CatalogPlan: Sendable {
    let definition: Catalog
    let bands: BandResolution
    let selection: BandSelection
    /// Where its bands are in the common reading.
    let view: BandView
    let classCodes: ClassCodes
    /// The catalog's method; it classifies in mask codes.
    let segmenter: any Segmenter
    /// Thresholds that an earlier run had; nil where they are chosen.
    let frozen: FrozenThresholds?
    /// The catalog's `clean`: cleans what the method has classified.
    let cleaner: MaskCleaner
    /// True where that does anything.
    let cleans: Bool
    /// How far around a pixel the raster matters for its class.
    let margin: PixelMargin
    /// What is done to the mask after that, with whole patches.
    let patchSteps: [PatchStepPlan]
    /// nil where objects are not counted.
    let objects: ObjectPlan?
    /// What the sweeps of `quadrat count` find in the mask: patches of every class, and the objects where the catalog
    /// names them; nil where nothing is counted.
    let components: ComponentRequest?
    /// Of a pixel on the ground; nil where the raster does not say, and then no length needs it.
    let pixelSize: GroundPixelSize?
    /// Where the raster is looked at for the preview.
    private(set) var lattice: Preview.Lattice
    /// Type of the bands shown, as their files store them; nil where they have several.
    let shownType: SampleType?
    /// True where the bands shown are bytes made for looking at.
    let showsPicture: Bool
    /// The run folder's path.
    let out: String
    /// What the person should know before trusting the numbers.
    let warnings: [String]
    /// What is known to make the numbers doubtful before a pixel is surveyed: told by a `BandReview`.
    var cautions: [Caution] = []

    /// - Throws: what keeps the catalog from being used on this raster.
    init(
        _ draft: CatalogDraft, frozen: FrozenThresholds? = nil, view: BandView, reading: ReadSelection,
        stack: RasterStack, ground: GroundFacts,
        request: SurveyRequest
    ) throws {
        definition = draft.catalog
        bands = draft.bands
        selection = draft.selection
        self.view = view
        classCodes = ClassCodes(draft.catalog)
        pixelSize = ground.pixelSize
        let limits = CatalogLimits(catalog: draft.catalog, pixelSize: ground.pixelSize, raster: stack.base.path)
        try limits.checkLengths()
        patchSteps = draft.catalog.patchSteps.map { [classCodes] in
            PatchStepPlan($0.mapping(classCodes.code(of:)), pixelSize: ground.pixelSize)
        }
        objects = try Self.objects(draft.catalog, classCodes, pixelSize: ground.pixelSize, request)
        components = request.countsObjects ? objects?.request ?? .patches : nil
        let choosing = classCodes.segmenter(
            draft.catalog.method, pixelSize: pixelSize, signals: objects?.rule.signals.map(\.formula) ?? [])
        self.frozen = frozen
        segmenter = frozen.map { choosing.freezing($0.values) } ?? choosing
        let steps = draft.catalog.clean.map { [classCodes] in $0.mapping(classCodes.code(of:)) }
        cleans = !steps.isEmpty
        cleaner = MaskCleaner(steps, classes: classCodes.codes, pixelSize: pixelSize)
        margin = (segmenter.margin + cleaner.margin).union(segmenter.observationMargin)
        lattice = Preview.Lattice(
            raster: stack.base.grid.size, planes: Self.shownPlanes(of: stack.base, reading: reading, view: view))
        // Of its own bands: what other catalogs read must not change what is said of the picture, nor the picture.
        let types = Set(try lattice.planes.map { try stack.band(at: reading.planes[$0]).type })
        shownType = types.count == 1 ? types.first ?? nil : nil
        showsPicture =
            stack.base.colourBands != nil
            && draft.selection.planes.allSatisfy { (try? stack.band(at: $0))?.type == .uint8 }
        out = Self.folder(for: draft.catalog, request)
        warnings =
            draft.catalog.warnings + draft.bands.warnings
            + (try limits.checkPlace(stack.base.grid, forced: request.forces))
            + (try limits.checkPixelSize(forced: request.forces)) + limits.notes
        try limits.checkReach(margin)
    }

    /// The same for a survey that is drawn nowhere.
    var withoutPreview: CatalogPlan {
        var plan = self
        plan.lattice = .empty
        return plan
    }

    /// True where the raster has to be read once more before anything can be classified.
    var observesFirst: Bool { segmenter.observesFirst }

    /// That it names no objects; nil where it does, and where nothing is counted.
    var notCounted: String? {
        guard components != nil, objects == nil else { return nil }
        return
            "catalog \(definition.name) does not say what to count: the patches of its classes are told, and no objects; "
            + "for objects add \(ObjectPlan.remedy(definition))"
    }

    /// True where it takes bands for what they measure: of pictures. A map of classes has bands by number.
    var isOfRoles: Bool { bands.choices.contains { $0.role != nil } }

    /// Mask codes of the classes of which only patches of some shape are kept, each once.
    var shapedCodes: [UInt8] {
        var codes: [UInt8] = []
        for step in patchSteps {
            if case .keep(let code, _) = step.rule, !codes.contains(code) {
                codes.append(code)
            }
        }
        return codes
    }

    /// True where sweeps over the mask follow the survey.
    var isSwept: Bool { !patchSteps.isEmpty || components != nil }

    /// Numbers that objects tell their means of; empty where objects are not counted.
    var signals: [ObjectSignal] { objects?.rule.signals ?? [] }

    /// Side of the parts in which a tile is classified, at most; nil where no pixel looks at others and nothing is kept but its
    /// code. Parts overlap by the margin, so they grow with it.
    var largestPartSide: Int? {
        let margin = margin.largest
        if margin == 0 && signals.isEmpty { return nil }
        // Planes of 256 x 256 numbers stay in the second-level cache; signals are kept by blocks.
        return max(signals.isEmpty ? 256 : MemoryPlan.blockSize, min(8 * margin, 1024))
    }

    private static func objects(
        _ catalog: Catalog, _ codes: ClassCodes, pixelSize: GroundPixelSize?, _ request: SurveyRequest
    ) throws(SurveyError) -> ObjectPlan? {
        guard request.countsObjects, let rule = catalog.objects else { return nil }
        if let area = rule.minArea, area.squareMetres != nil, pixelSize == nil {
            throw CatalogLimits.unknownSize(catalog.name, measure: area.description, raster: request.raster)
        }
        return ObjectPlan(rule, classes: catalog.classes, classCodes: codes)
    }

    /// `--out`, and below it a folder for each of several catalogs.
    private static func folder(for catalog: Catalog, _ request: SurveyRequest) -> String {
        guard var out = request.out else {
            let file = (request.raster as NSString).lastPathComponent
            let name = (file as NSString).deletingPathExtension
            return "\(name.isEmpty ? file : name)-\(catalog.name)"
        }
        while out.count > 1, out.hasSuffix("/") { out.removeLast() }
        return request.catalogs.count > 1 ? "\(out)/\(catalog.name)" : out
    }

    /// Planes to draw: red, green and blue where they are read; else the catalog's first three bands, or one as grey.
    private static func shownPlanes(of source: RasterSource, reading: ReadSelection, view: BandView) -> [Int] {
        let colours = source.colourBands?.compactMap {
            reading.planes.firstIndex(of: BandAddress(file: 0, number: $0))
        }
        // Only what the catalog itself reads, so that a run looks the same beside other catalogs.
        if let colours, colours.count == 3, colours.allSatisfy({ view.layers.contains(.plane($0)) }) { return colours }
        return view.planes.count >= 3 ? Array(view.planes[0..<3]) : Array(repeating: view.planes.first ?? 0, count: 3)
    }
}
