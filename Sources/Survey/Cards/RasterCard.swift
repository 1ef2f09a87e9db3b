import Catalog
import Foundation
import RasterIO
import RasterModel
package import Results

/// What a person should know of a raster before a survey: a card that is made in seconds for any size.
package struct RasterCard: Sendable {
    /// Whether a shipped catalog can be used.
    package struct Fit: Sendable, Hashable {
        /// The catalog's name.
        package var catalog: String
        /// The catalog's title.
        package var title: String
        /// nil where it fits; else what is in the way.
        package var obstacle: String?
        /// What would have to be known before trusting it.
        package var warnings: [String] = []
        /// What makes its numbers doubtful.
        package var cautions: [Caution] = []
        /// What it reads and how that is judged; nil where it does not fit.
        var selection: BandSelection?

        fileprivate mutating func take(_ plan: CatalogPlan) {
            warnings = plan.warnings
            cautions = plan.cautions
            selection = plan.selection
        }
    }

    private let request: SurveyRequest
    private let source: RasterSource
    private let ground: GroundFacts
    private let sample: ValiditySample
    /// What files say of themselves.
    private let notes: [String]
    private let zones: ZoneCollection?
    /// The shipped catalogs, in their order.
    package let fits: [Fit]

    /// Opens a raster and looks at it here and there.
    ///
    /// - Parameters:
    ///   - request: raster, named bands and pixel size; its catalogs are not looked at.
    ///   - zones: a file of polygons to be laid over the raster.
    /// - Throws: when the raster or the zones cannot be read.
    package init(_ request: SurveyRequest, zones path: String?) throws {
        GDALLibrary.limitCache(bytes: 32_000_000)
        self.request = request
        if request.forbidsNetwork { GDALLibrary.forbidNetwork() }
        source = try RasterSource(path: request.raster)
        ground = try GroundFacts(source, request: request)
        let named = try NamedBands(request.bands, base: source, nodata: request.nodata)
        zones = try path.map { [source] in try VectorFile.zones($0, on: source.grid) }
        fits = try Self.fits(ShippedCatalogs.all().filter { $0.name != "farm" }, named, ground, request)
        notes = named.stack.notes
        let chosen = try Self.preferred(fits)?.selection ?? Self.plainSelection(named)
        sample = try ValiditySample(named.stack, chosen)
        for number in 0...named.stack.others.count { try named.stack.source(of: number).checkFiles() }
    }

    /// What becomes of some catalogs on the raster. All that find their bands share one look at it.
    private static func fits(
        _ catalogs: [Catalog], _ named: NamedBands, _ ground: GroundFacts, _ request: SurveyRequest
    ) throws -> [Fit] {
        var drafts: [CatalogDraft] = []
        var fits = catalogs.map { Fit(catalog: $0.name, title: $0.title ?? "") }
        for (index, catalog) in catalogs.enumerated() {
            do { drafts.append(try CatalogDraft(catalog, named: named)) } catch { fits[index].obstacle = "\(error)" }
        }
        let look = try SceneLook(drafts, of: named.stack, named: Set(named.bands.values))
        for (index, draft) in drafts.enumerated() {
            guard let fit = fits.firstIndex(where: { $0.catalog == draft.catalog.name }) else { continue }
            let review = BandReview(draft, index: index, stack: named.stack, look: look)
            do {
                var plan = try plan(draft, named, ground, request)
                plan.cautions = try review.cautions(forced: request.forces)
                fits[fit].take(plan)
            } catch {
                fits[fit].obstacle = "\(error)"
            }
        }
        return fits
    }

    private static func plan(
        _ draft: CatalogDraft, _ named: NamedBands, _ ground: GroundFacts, _ request: SurveyRequest
    ) throws -> CatalogPlan {
        let reading = try ReadSelection([draft.selection], of: named.stack)
        var request = request
        request.catalogs = [draft.catalog.name]
        return try CatalogPlan(
            draft, view: reading.views[0], reading: reading, stack: named.stack, ground: ground, request: request)
    }

    /// The catalog that is named first: near infrared tells plants from ground better than colour does.
    private static func preferred(_ fits: [Fit]) -> Fit? {
        fits.first { $0.obstacle == nil && $0.catalog == "vegetation-multispectral" }
            ?? fits.first { $0.obstacle == nil }
    }

    /// What is looked at where no catalog fits: the bands that the person named, else colours, else the first three.
    private static func plainSelection(_ named: NamedBands) throws -> BandSelection {
        try named.check()
        let source = named.stack.base
        let roles = named.bands.filter { $0.key != .alpha }
        let own = (source.colourBands ?? Array(1...min(3, source.bands.count))).map { BandAddress(file: 0, number: $0) }
        return try BandSelection(
            roles.isEmpty ? own : Set(roles.values).sorted(), of: named.stack, named: Set(roles.values),
            alpha: named.alpha)
    }

    /// What is true of the raster, whatever the catalog; what several catalogs say stands once.
    private var warnings: [String] {
        var seen: Set<String> = []
        let cautions = Caution.ordered(fits.flatMap(\.cautions)).map(\.result.line)
        return (notes + sample.notes + ground.warnings + (zones?.notes ?? []) + fits.flatMap(\.warnings) + cautions)
            .filter { seen.insert($0).inserted }
    }

    // MARK: For people

    /// The card, one fact a line.
    package var lines: [String] {
        let size = source.grid.size
        let megapixels = String(format: size.count < 10_000_000 ? "%.2f" : "%.0f", Double(size.count) / 1e6)
        var lines = ["\(source.path): \(source.driver), \(size.width) x \(size.height) pixels (\(megapixels) million)"]
        lines += fact("CRS", [crs]) + fact("pixel", [pixel]) + fact("bands", bands) + fact("valid", [validity])
        if let zones { lines += fact("zones", describe(zones)) }
        lines += fact("fits", fitting) + fact("fits not", notFitting)
        lines += fact("to know", warnings)
        return lines + fact("next", [nextCommand])
    }

    private func fact(_ name: String, _ texts: [String]) -> [String] {
        texts.enumerated().map { index, text in
            (index == 0 ? name : "").padding(toLength: 10, withPad: " ", startingAt: 0) + text
        }
    }

    private var crs: String {
        guard let crs = source.grid.crs else {
            return request.pixelSize == nil
                ? "none: no areas unless --pixel-size is given" : "none: areas from --pixel-size"
        }
        return crs.name + (crs.authorityCode.map { " (\($0))" } ?? "")
    }

    private var pixel: String {
        guard let size = ground.pixelSize else { return "size on the ground not known" }
        let isSquare = abs(size.width / size.height - 1) < 0.001
        let sides =
            isSquare
            ? LengthText.short(size.sampleDistance)
            : "\(LengthText.short(size.width)) x \(LengthText.short(size.height))"
        let total = size.width * size.height * Double(source.grid.size.count) / 10_000
        return "\(sides) on the ground; the raster's frame covers about \(String(format: "%.4g", total)) ha"
    }

    private var bands: [String] {
        let identities = source.identities
        let shown = identities.prefix(16).map { identity in
            let band = source.bands[identity.number - 1]
            let role = request.bands.first { $0.value == NamedBand(number: identity.number) }?.key ?? identity.role
            let reason =
                request.bands.contains { $0.value == NamedBand(number: identity.number) }
                ? "named with --bands" : identity.reason
            let scaling = band.scaling.map { " x \($0.scale) + \($0.offset)" } ?? ""
            return "\(identity.number) \(role?.rawValue ?? "not known"): \(reason); \(band.typeName)\(scaling)"
        }
        return shown + (identities.count > 16 ? ["and \(identities.count - 16) more"] : [])
    }

    private var validity: String {
        let share = sample.share.map { String(format: "%.1f %% of the pixels hold an observation", 100 * $0) }
        let seen =
            sample.isComplete
            ? "all were looked at" : "estimated from \(sample.pixels) pixels in \(sample.windows) places"
        return "\(share ?? "no pixel could be read") (\(seen))"
    }

    private func describe(_ zones: ZoneCollection) -> [String] {
        let raster = PixelBounds(source.grid.size)
        let placed = zones.zones.filter { $0.problem == nil && !$0.polygons.isEmpty }
        let inside = placed.count { zone in zone.polygons.contains { $0.bounds.overlaps(raster) } }
        return [
            "\(zones.zones.count) in \(zones.layers.map { "'\($0.name)'" }.joined(separator: ", ")); "
                + "\(inside) meet the raster's frame"
        ] + (zones.refusal.map { ["\($0)"] } ?? [])
    }

    private var fitting: [String] {
        fits.filter { $0.obstacle == nil }.map { "\($0.catalog): \($0.title)" }
    }

    private var notFitting: [String] {
        fits.compactMap { fit in fit.obstacle.map { "\(fit.catalog): \(short($0, of: fit.catalog))" } }
    }

    /// The beginning of a refusal, without what the card says anyway: bands, and ways out.
    private func short(_ text: String, of catalog: String) -> String {
        let plain = text.replacingOccurrences(of: "catalog \(catalog) ", with: "")
            .replacingOccurrences(of: source.path, with: "the raster")
        let end = [" (it has: ", "; "].compactMap { plain.firstRange(of: $0)?.lowerBound }.min() ?? plain.endIndex
        return String(plain[..<end])
    }

    /// What to type next.
    package var nextCommand: String {
        guard let first = Self.preferred(fits) else {
            if request.bands.isEmpty, source.identities.contains(where: { $0.role == nil }) {
                return
                    "quadrat inspect \(ShellWord.quoted(path: source.path)) --bands red=1,nir=2 (with the roles that your bands have)"
            }
            return "quadrat catalogs (how to write one: docs/first-catalog.md); no shipped catalog fits as it is"
        }
        let bands = request.bands.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue)=\($0.value)" }
        let named = bands.isEmpty ? "" : " --bands \(ShellWord.quoted(bands.joined(separator: ",")))"
        let side = request.pixelSize.map { " --pixel-size \(Self.number($0 * 100))cm" } ?? ""
        let nodata = request.nodata.map { " --nodata\(ShellWord.option($0.description))" } ?? ""
        return "quadrat cover \(ShellWord.quoted(path: source.path)) --catalog \(first.catalog)\(named)\(nodata)\(side)"
    }

    private static func number(_ value: Double) -> String { String(format: "%.6g", value) }

    // MARK: For programs

    /// The card as a document.
    package var json: JSONValue {
        .members([
            "schema": .string("quadrat/card/1"), "raster": .string(source.path), "driver": .string(source.driver),
            "width": .integer(source.grid.size.width), "height": .integer(source.grid.size.height),
            "crs": .optional(source.grid.crs?.name), "crs_code": .optional(source.grid.crs?.authorityCode),
            "pixel_size_m": ground.pixelSize.map { .array([.number($0.width), .number($0.height)]) } ?? .null,
            "bands": .array(
                source.identities.map { identity in
                    .members([
                        "band": .integer(identity.number), "role": .optional(identity.role?.rawValue),
                        "because": .string(identity.reason),
                        "type": .string(source.bands[identity.number - 1].typeName),
                    ])
                }),
            "valid_share": .optional(sample.share), "valid_share_is_exact": .bool(sample.isComplete),
            "sampled_pixels": .integer(sample.pixels),
            "zones": zones.map { .integer($0.zones.count) } ?? .null,
            "catalogs": .array(
                fits.map { fit in
                    .members([
                        "name": .string(fit.catalog), "fits": .bool(fit.obstacle == nil),
                        "obstacle": .optional(fit.obstacle), "warnings": .array(fit.warnings.map { .string($0) }),
                        "cautions": .array(fit.cautions.map(\.json)),
                    ])
                }),
            "warnings": .array(warnings.map { .string($0) }),
            "next": .string(nextCommand),
        ])
    }
}
