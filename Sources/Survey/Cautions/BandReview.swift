import RasterIO
import RasterModel

/// What makes the bands of a catalog doubtful, before a survey.
struct BandReview {
    private static let visible: Set<BandRole> = [.coastal, .blue, .green, .yellow, .red]

    private let draft: CatalogDraft
    private let index: Int
    private let stack: RasterStack
    private let look: SceneLook
    /// Two of red, green and blue that are the same while the third is another; nil where there are none.
    private let colourTwins: Twins?
    private var source: RasterSource { stack.base }
    private var choices: [BandResolution.Choice] { draft.bands.choices.filter { $0.role != nil } }

    /// - Parameter index: of the catalog among those that `look` was made for.
    init(_ draft: CatalogDraft, index: Int, stack: RasterStack, look: SceneLook) {
        self.draft = draft
        self.index = index
        self.stack = stack
        self.look = look
        colourTwins = Self.twins(of: draft, index, look)
    }

    /// What the numbers will be doubtful for.
    ///
    /// - Parameter forced: go on where two of red, green and blue are one band.
    /// - Throws: where they are, and nobody insists.
    func cautions(forced: Bool) throws(SurveyError) -> [Caution] {
        if let twins = colourTwins, twins.isExact, !forced {
            throw SurveyError(
                "\(describe(twins.pair)) of \(source.path) are identical \(extent): it is no picture in red, green and blue "
                    + "(false colour, such as red, near infrared, red?); say which bands are which with --bands, or go on "
                    + "with --force")
        }
        return [identical, grey, unusedNearInfrared, stretched, possibleAlpha].compactMap(\.self)
    }

    private var extent: String {
        look.isComplete ? "everywhere" : "wherever looked (\(look.windows[index]) places)"
    }

    // MARK: The same band twice

    private struct Twins {
        var pair: [BandResolution.Choice]
        var isExact: Bool
    }

    private var colours: [BandResolution.Choice] { Self.colours(of: draft) }

    private static func colours(of draft: CatalogDraft) -> [BandResolution.Choice] {
        draft.bands.choices.filter { [.red, .green, .blue].contains($0.role) }
    }

    private static func twins(of draft: CatalogDraft, _ index: Int, _ look: SceneLook) -> Twins? {
        let colours = colours(of: draft)
        guard colours.count == 3 else { return nil }
        for third in colours {
            let pair = colours.filter { $0 != third }
            guard let same = look.difference(pair[0].band, pair[1].band, of: index),
                let other = look.difference(pair[0].band, third.band, of: index)
            else { continue }
            if same.isNone, !other.isNone { return Twins(pair: pair, isExact: true) }
            // Lossy compression makes equal bands differ a little; in pictures of the ground the ratio is 0.19 and more.
            if same.usual <= 8, other.usual >= 24, other.usual >= 8 * same.usual {
                return Twins(pair: pair, isExact: false)
            }
        }
        return nil
    }

    private func difference(
        _ a: BandResolution.Choice, _ b: BandResolution.Choice
    ) -> SceneLook.Difference? {
        look.difference(a.band, b.band, of: index)
    }

    private var identical: Caution? {
        if let twins = colourTwins {
            return Caution(
                .identicalBands,
                "\(describe(twins.pair)) are \(twins.isExact ? "identical" : "nearly identical") \(extent): it is no picture "
                    + "in red, green and blue, and what counts as green is not")
        }
        for (number, first) in choices.enumerated() {
            for second in choices[(number + 1)...] {
                let areColours = colours.contains(first) && colours.contains(second)
                guard !areColours, difference(first, second)?.isNone == true else { continue }
                return Caution(
                    .identicalBands,
                    "\(describe([first, second])) are identical \(extent): one of them is not what it is taken for")
            }
        }
        return nil
    }

    private var grey: Caution? {
        guard colours.count == 3, difference(colours[0], colours[1])?.isNone == true,
            difference(colours[0], colours[2])?.isNone == true
        else { return nil }
        return Caution(
            .greyPicture,
            "red, green and blue are identical \(extent): it is a grey picture, and no colour can tell anything apart in it"
        )
    }

    /// "bands 1 (red) and 3 (blue)".
    private func describe(_ pair: [BandResolution.Choice]) -> String {
        "bands " + pair.map { "\(name($0.band)) (\($0.role?.rawValue ?? ""))" }.joined(separator: " and ")
    }

    private func name(_ band: BandAddress) -> String {
        band.file == 0 ? String(band.number) : "\(stack.source(of: band.file).path):\(band.number)"
    }

    // MARK: Near infrared

    private var unusedNearInfrared: Caution? {
        guard colours.count == 3, choices.allSatisfy({ $0.role.map(Self.visible.contains) ?? true }),
            let infrared = source.identities.first(where: { $0.role == .nir || $0.role == .nir2 }),
            look.possibleAlpha?.number != infrared.number
        else { return nil }
        return Caution(
            .nearInfraredUnused,
            "only red, green and blue are looked at, and band \(infrared.number) is near infrared (\(infrared.reason)), which "
                + "tells plants from everything else far better: for plants use a catalog that looks at it "
                + "(vegetation-multispectral, disease-multispectral)")
    }

    private var stretched: Caution? {
        let bytes = choices.first { choice in
            guard let role = choice.role, !Self.visible.contains(role), role != .alpha, role != .height,
                let band = try? stack.band(at: choice.band)
            else { return false }
            return band.type == .uint8 && band.scaling == nil
        }
        guard let bytes else { return nil }
        return Caution(
            .stretchedBytes,
            "band \(name(bytes.band)) (\(bytes.role?.rawValue ?? "")) holds bytes without scale and offset: stretched or "
                + "raw numbers are no reflectance, and thresholds of NDVI and its like do not mean on them what they mean elsewhere"
        )
    }

    // MARK: Alpha

    private var possibleAlpha: Caution? {
        guard let alpha = look.possibleAlpha else { return nil }
        let taken = draft.bands.choices.first { $0.band == alpha }?.role
        let use = taken.map { "and is taken for \($0.rawValue) by position" } ?? "and is not looked at"
        return Caution(
            .possibleAlpha,
            "band \(alpha.number) holds only the lowest and the highest number \(extent), as an alpha band does, \(use): if "
                + "it says where the picture is, say so: --bands alpha=\(alpha.number)")
    }
}
