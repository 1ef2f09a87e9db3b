import Catalog
import Coverage
import Foundation
import RasterModel

/// All that makes the numbers of a survey doubtful for one catalog, once it has been surveyed.
struct CautionReview {
    /// A class is a candidate where shape takes away this share of what has its colour.
    private static let removedShare = 0.10
    /// And where it covers this share of what is valid: hardly anything of a shape covers half of the ground.
    private static let coveredShare = 0.50
    /// A photograph's subject may reach this share of the picture's border.
    private static let borderShare = 0.20

    private let catalog: CatalogPlan
    private let thresholds: [ThresholdOutcome]
    private let collector: MaskCollector
    private let objects: Caution?
    private let picture: PictureReview
    /// True where the person said what is nodata, in place of the file.
    private let givesNodata: Bool
    /// nil where there is none, and where a uniform margin may be what the catalog looks for.
    private let margin: PictureReview.Margin?

    /// - Parameters:
    ///   - objects: what their sizes say.
    ///   - givesNodata: true where the person said what is nodata, in place of the file.
    init(
        _ catalog: CatalogPlan, thresholds: [ThresholdOutcome], collector: MaskCollector, objects: Caution?,
        givesNodata: Bool
    ) {
        self.catalog = catalog
        self.thresholds = thresholds
        self.collector = collector
        self.objects = objects
        self.givesNodata = givesNodata
        picture = PictureReview(collector.preview, type: catalog.shownType)
        // A class of a map, and the white paper under a leaf, are uniform too.
        margin = catalog.isOfRoles && !catalog.definition.isForPhotographs ? picture.margin : nil
    }

    /// In the order of their codes.
    var cautions: [Caution] {
        Caution.ordered(
            catalog.cautions + thresholds.flatMap(\.cautions) + constantBands + pictureCautions + candidates
                + [objects].compactMap(\.self))
    }

    /// Margins that are counted as ground although the file marks others: the file's own word stands, and a line says so.
    var warnings: [String] {
        guard let margin, fileMarksNodata else { return [] }
        return [Self.describe(margin) + " (the file marks other pixels as holding no data, and these not)"]
    }

    private var fileMarksNodata: Bool { picture.marksNodata && !givesNodata }

    // MARK: Bands

    private var constantBands: [Caution] {
        zip(catalog.bands.choices, collector.ranges).compactMap { choice, range in
            guard range.isConstant, let role = choice.role?.rawValue else { return nil }
            return Caution(
                .constantBand,
                "band \(choice.band.number) (\(role)) is \(Self.short(range.low)) at each of "
                    + "\(range.count) points that were looked at: what depends on it says nothing")
        }
    }

    private static func short(_ number: Double) -> String { String(format: "%.9g", number) }

    // MARK: The picture

    private static func describe(_ margin: PictureReview.Margin) -> String {
        let isGrey = Set(margin.values).count == 1
        let numbers = margin.values.prefix(isGrey ? 1 : 3).map { short(Double($0)) }.joined(separator: ",")
        return
            "about \(Caution.percent(margin.share)) of what counts as valid is \(numbers)\(isGrey ? " in all bands" : "") and "
            + "hangs together with the raster's edge, as a margin without data does; if it is one, --nodata=\(numbers) takes "
            + "it out"
    }

    private var pictureCautions: [Caution] {
        guard catalog.isOfRoles else { return [] }
        var cautions: [Caution] = []
        if let margin, !fileMarksNodata { cautions.append(Caution(.opaqueMargin, Self.describe(margin))) }
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
        guard catalog.definition.isForPhotographs, !catalog.definition.ratios.isEmpty else { return nil }
        let codes = catalog.definition.ratios.flatMap { $0.over.map(catalog.classCodes.code(of:)) }
        guard let share = picture.borderShare(of: Set(codes)), share > Self.borderShare else { return nil }
        return Caution(
            .colouredBorder,
            "\(Caution.percent(share)) of the picture's border is not background: the catalog is made for leaves on a plain "
                + "background, and what they lie on is counted as leaf; photograph them on white")
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
            let name = catalog.definition.classes[Int(code) - 1].name
            let rest = kept > 0 ? ", and what is left is told from them by shape alone" : ", and nothing is left"
            return Caution(
                .candidatesByShape,
                "\(Caution.percent(max(0, removed))) of what has the colour of \(name) was taken away for its shape (roofs, "
                    + "yards, car parks)\(rest): its percentage is a share of candidates; look at the mask before using it"
            )
        }
    }
}
