import Catalog
import Foundation
import Instances
import RasterIO
import RasterModel
import Segmentation

/// What a survey does for one of its catalogs: which bands it sees, by which rules it decides, where it writes.
struct CatalogPlan: Sendable {
    let catalog: Catalog
    let bands: BandResolution
    let selection: BandSelection
    /// Where its bands are in the common reading.
    let view: BandView
    let classCodes: ClassCodes
    /// The catalog's method; it decides in mask codes.
    let segmenter: any Segmenter
    /// The catalog's `clean`: cleans what the method has decided.
    let cleaner: MaskCleaner
    /// True where that does anything.
    let cleans: Bool
    /// How far around a pixel the raster decides about it.
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
    let lattice: Preview.Lattice
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
        _ draft: CatalogDraft, view: BandView, reading: ReadSelection, stack: RasterStack, ground: GroundFacts,
        request: SurveyRequest
    ) throws {
        catalog = draft.catalog
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
        segmenter = classCodes.segmenter(
            draft.catalog.method, pixelSize: pixelSize, signals: objects?.rule.signals.map(\.formula) ?? [])
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

    /// True where the raster has to be read once more before anything can be decided.
    var observesFirst: Bool { segmenter.observesFirst }

    /// That it names no objects; nil where it does, and where nothing is counted.
    var notCounted: String? {
        guard components != nil, objects == nil else { return nil }
        return
            "catalog \(catalog.name) does not say what to count: the patches of its classes are told, and no objects; "
            + "for objects add \(ObjectPlan.remedy(catalog))"
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

    /// Side of the parts in which a tile is decided, at most; nil where no pixel looks at others and nothing is kept but its
    /// code. Parts overlap by the margin, so they grow with it; but what they keep shall stay near the processor.
    var largestPartSide: Int? {
        let margin = margin.largest
        if margin == 0 && signals.isEmpty { return nil }
        var side = max(512, min(8 * margin, 1024))
        while side > 128, side * side * segmenter.pixelBytes > Self.largestPartBytes { side /= 2 }
        return side
    }

    private static let largestPartBytes = 128_000_000

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

/// Whether a catalog can be used at a raster's pixel size.
private struct CatalogLimits {
    let catalog: Catalog
    let pixelSize: GroundPixelSize?
    let raster: String

    /// Each length for itself, before anything is built from it: what is larger than any raster would not even fit.
    private func checkEachReach() throws(SurveyError) {
        let far = Double(NeighbourhoodOperation.farthest) + 1
        let reaches =
            catalog.method.formulas.flatMap(\.lengths).map { ($0.length, $0.function == .gaussian ? 4.0 : 1) }
            + catalog.clean.map { ($0.width, 0.5) }
        for (length, factor) in reaches {
            guard let pixels = length.pixels(of: pixelSize) else { continue }
            let reach = factor * max(pixels.columns, pixels.rows)
            guard reach.isFinite, reach < far else {
                throw SurveyError(
                    "catalog \(catalog.name) looks farther than \(NeighbourhoodOperation.farthest) pixels on \(raster) "
                        + "(\(length)): shorten the length, or use a coarser raster")
            }
        }
    }

    /// Lengths on the ground need pixels of a known size, and none may reach too far.
    func checkLengths() throws(SurveyError) {
        guard pixelSize == nil else { return try checkEachReach() }
        try checkEachReach()
        let lengths = catalog.method.formulas.flatMap(\.lengths).map(\.length) + catalog.clean.map(\.width)
        let measures =
            lengths.filter(\.needsPixelSize).map(\.description) + catalog.patchSteps.compactMap(\.groundMeasure)
        guard let length = measures.first else { return }
        throw Self.unknownSize(catalog.name, measure: length, raster: raster)
    }

    static func unknownSize(_ catalog: String, measure: String, raster: String) -> SurveyError {
        SurveyError(
            "catalog \(catalog) measures on the ground (\(measure)), and \(raster) does not say how large its pixels "
                + "are; say it, for example --pixel-size 2cm")
    }

    /// Photographs have no place on the earth; a raster that has one is seen from above.
    ///
    /// - Returns: what the person should know.
    func checkPlace(_ grid: RasterGrid, forced: Bool) throws(SurveyError) -> [String] {
        guard catalog.isForPhotographs, let crs = grid.crs, grid.transform != nil else { return [] }
        let problem =
            "catalog \(catalog.name) is made for photographs and scans, and \(raster) lies on a map (\(crs.name))"
        guard forced else {
            throw SurveyError(
                "\(problem); choose another catalog ('quadrat inspect' says which fit), or go on with --force")
        }
        return ["\(problem): the results are not what the catalog was tried on"]
    }

    /// What the catalog says of pixels of this size.
    var notes: [String] {
        guard let distance = pixelSize?.sampleDistance else { return [] }
        // Half a percent: pixels of 1.003 m are pixels of 1 m.
        return catalog.notes.filter { distance > $0.above * 1.005 }.map { note in
            "catalog \(catalog.name), pixels of \(LengthText.short(distance)): \(note.text)"
        }
    }

    /// - Returns: what the person should know.
    func checkPixelSize(forced: Bool) throws(SurveyError) -> [String] {
        guard let range = catalog.groundSampleDistance else { return [] }
        let wanted = "\(LengthText.short(range.lowerBound)) .. \(LengthText.short(range.upperBound))"
        guard let distance = pixelSize?.sampleDistance else {
            return [
                "catalog \(catalog.name) is made for pixels of \(wanted), and \(raster) does not say how large its are"
            ]
        }
        // Half a percent: pixels of 10.003 cm are pixels of 10 cm.
        if range.lowerBound * 0.995 <= distance, distance <= range.upperBound * 1.005 { return [] }
        let problem =
            "catalog \(catalog.name) is made for pixels of \(wanted), and those of \(raster) are "
            + "\(LengthText.short(distance))"
        guard forced else {
            throw SurveyError(
                "\(problem); choose another catalog, resample the raster (gdalwarp -tr ... -r average), or go on with --force"
            )
        }
        return ["\(problem): the results are not what the catalog was tried on"]
    }

    /// Windows grow by the reach on all sides: what looks too far costs more than it tells.
    func checkReach(_ margin: PixelMargin) throws(SurveyError) {
        guard margin.largest > NeighbourhoodOperation.farthest else { return }
        throw SurveyError(
            "catalog \(catalog.name) looks \(margin.largest) pixels far on \(raster); at most "
                + "\(NeighbourhoodOperation.farthest) are possible: shorten its lengths, or use a coarser raster")
    }
}
