import Catalog
import Coverage
import Foundation
import RasterIO
import RasterModel

/// All that makes the numbers of a survey doubtful for one catalog, once it has been surveyed.
struct CautionReview {
    /// A class is a candidate where shape takes away this share of what has its colour.
    private static let removedShare = 0.10
    /// And where it covers this share of what is valid: hardly anything of a shape covers half of the ground.
    private static let coveredShare = 0.50
    /// A photograph's subject may reach this share of the picture's border.
    private static let borderShare = 0.50
    /// An object is many objects where it is so many times as large as the median.
    private static let largeObject = 8.0
    /// And where it holds this share of the area of all.
    private static let dominantShare = 0.25
    /// While it is at least so many times as large as the median.
    private static let severalObjects = 3.0
    /// Objects that are needed before their sizes say anything.
    private static let fewestObjects = 5

    private let catalog: CatalogPlan
    private let thresholds: [ThresholdOutcome]
    private let collector: MaskCollector
    private let objects: ObjectDocument?
    private let picture: PictureReview
    /// nil where there is none, and where a uniform margin may be what the catalog looks for.
    private let margin: PictureReview.Margin?

    init(
        _ catalog: CatalogPlan, thresholds: [ThresholdOutcome], collector: MaskCollector, objects: ObjectDocument?
    ) {
        self.catalog = catalog
        self.thresholds = thresholds
        self.collector = collector
        self.objects = objects
        picture = PictureReview(collector.preview, type: catalog.shownType)
        // A class of a map, and the white paper under a leaf, are uniform too.
        margin = catalog.isOfRoles && !catalog.catalog.isForPhotographs ? picture.margin : nil
    }

    /// In the order of their codes.
    var cautions: [Caution] {
        Caution.ordered(
            catalog.cautions + thresholds.flatMap(\.cautions) + constantBands + pictureCautions + candidates
                + [joinedObjects].compactMap(\.self))
    }

    /// Margins that are counted as ground although the file marks others: the file's own word stands, and a line says so.
    var warnings: [String] {
        guard let margin, picture.marksNodata else { return [] }
        return [Self.describe(margin) + ", although the file marks other pixels as holding no data"]
    }

    // MARK: Bands

    private var constantBands: [Caution] {
        zip(catalog.bands.choices, collector.ranges).compactMap { choice, range in
            guard range.isConstant else { return nil }
            let role = choice.role.map { " (\($0.rawValue))" } ?? ""
            return Caution(
                .constantBand,
                "band \(choice.band.number)\(role) is \(Self.short(range.low)) at each of "
                    + "\(range.count) points that were looked at: what depends on it says nothing")
        }
    }

    private static func short(_ number: Double) -> String { String(format: "%.9g", number) }

    // MARK: The picture

    private static func describe(_ margin: PictureReview.Margin) -> String {
        let value = short(Double(margin.value))
        return
            "about \(Caution.percent(margin.share)) of what counts as valid is \(value) in all bands and hangs together "
            + "with the raster's edge, as a margin without data does; if it is one, --nodata \(value) takes it out"
    }

    private var pictureCautions: [Caution] {
        guard catalog.isOfRoles else { return [] }
        var cautions: [Caution] = []
        if let margin, !picture.marksNodata { cautions.append(Caution(.opaqueMargin, Self.describe(margin))) }
        if catalog.bands.colours != nil, let share = picture.falseColourShare {
            cautions.append(
                Caution(
                    .falseColour,
                    "about \(Caution.percent(share)) of what is valid is pink as leaves are in false colour (near infrared, "
                        + "red, green): if that is what the bands hold, say so: --bands nir=1,red=2,green=3"))
        }
        if let border { cautions.append(border) }
        return cautions
    }

    /// Of a photograph whose edge is what a ratio is about, not what surrounds it.
    private var border: Caution? {
        guard catalog.catalog.isForPhotographs, !catalog.catalog.ratios.isEmpty else { return nil }
        let codes = catalog.catalog.ratios.flatMap { $0.over.map(catalog.classCodes.code(of:)) }
        guard let share = picture.borderShare(of: Set(codes)), share > Self.borderShare else { return nil }
        return Caution(
            .colouredBorder,
            "\(Caution.percent(share)) of the picture's border is not background: the catalog is made for leaves on a plain "
                + "background, and what they lie on is counted as leaf; photograph them on white, or cut them out")
    }

    // MARK: Shapes

    private var candidates: [Caution] {
        let tally = collector.tally
        let valid = catalog.classCodes.codes.reduce(0) { $0 + tally.pixels($1) }
        return zip(catalog.shapedCodes, collector.candidates).compactMap { code, before in
            let kept = tally.pixels(code)
            let removed = before > 0 ? Double(before - kept) / Double(before) : 0
            let covered = valid > 0 ? Double(kept) / Double(valid) : 0
            guard removed >= Self.removedShare || covered >= Self.coveredShare else { return nil }
            let name = catalog.catalog.classes[Int(code) - 1].name
            return Caution(
                .candidatesByShape,
                "\(Caution.percent(max(0, removed))) of what has the colour of \(name) was taken away for its shape (roofs, "
                    + "yards, car parks), and what is left is told from them by shape alone: its percentage is a share of "
                    + "candidates; look at the mask before using it")
        }
    }

    // MARK: Objects

    private var joinedObjects: Caution? {
        guard let all = objects?.all, all.count > 0,
            let largest = all.sizes.last?.value, let median = all.sizes.first(where: { $0.name == "median" })?.value
        else { return nil }
        let times = largest / median
        let share = largest / all.total
        guard all.count >= Self.fewestObjects,
            times >= Self.largeObject || share >= Self.dominantShare && times >= Self.severalObjects
        else { return nil }
        return Caution(
            .joinedObjects,
            "the largest of \(all.count) objects is \(String(format: "%.1f", times)) times as large as the median and holds "
                + "\(Caution.percent(share)) of their area: objects that touch are counted as one, so the count is a lower "
                + "bound; look at objects.gpkg, or part them by a stricter class, 'open' or 'min_area'")
    }
}
