import ArgumentParser
import Survey

/// What is to be surveyed, by which catalogs.
struct SurveyOptions: ParsableArguments {
    @OptionGroup
    var raster: RasterOptions

    @Option(
        help: ArgumentHelp(
            "A shipped catalog ('quadrat catalogs' lists them) or a catalog file. May stand several times.",
            valueName: "name|file"))
    var catalog: [String]

    @Option(
        help: ArgumentHelp(
            "Fields or plots, each with a coverage of its own: GeoPackage, GeoJSON, shapefile, KML.", valueName: "file")
    )
    var zones: String?

    @Option(help: ArgumentHelp("The one layer of the zones' file (default: all with polygons).", valueName: "name"))
    var zonesLayer: String?

    @Option(help: ArgumentHelp("The column that names the zones (default: a sensible one).", valueName: "field"))
    var zoneId: String?

    @Option(
        help: ArgumentHelp(
            "Survey only what lies in the polygons of this file; the rest is 'outside'.", valueName: "file"))
    var within: String?

    @Option(
        help: ArgumentHelp(
            "Take the thresholds from an earlier run (its folder or coverage.json) in place of choosing them. May stand several times: each catalog takes its own run's.",
            valueName: "run"))
    var thresholds: [String] = []

    @Flag(help: "Use a catalog even where it is made for other pixel sizes.")
    var force = false

    @Flag(help: "Count blocks that cannot be read as unobserved instead of ending the run.")
    var keepGoing = false

    func validate() throws {
        if zones == nil, zonesLayer != nil || zoneId != nil {
            throw ValidationError("--zones-layer and --zone-id say something about --zones, which is missing")
        }
        guard !catalog.isEmpty else {
            throw ValidationError("--catalog is missing: 'quadrat catalogs' lists what is shipped")
        }
    }

    /// The request of these options and those about output and resources.
    func request(_ output: OutputOptions, resources: ResourceOptions) throws -> SurveyRequest {
        var request = try request(out: output.out, overwrites: output.overwrite, resources: resources)
        request.resumes = output.resume
        return request
    }

    /// The same for a command that does not write.
    func request(out: String?, overwrites: Bool, resources: ResourceOptions) throws -> SurveyRequest {
        var request = try raster.request()
        request.catalogs = catalog
        request.zones = zones
        request.zonesLayer = zonesLayer
        request.zoneID = zoneId
        request.within = within
        request.thresholds = thresholds
        request.forces = force
        request.out = out
        request.overwrites = overwrites
        request.keepsGoing = keepGoing
        request.threads = resources.threads
        request.memory = resources.memory.bytes
        request.tileSize = resources.tileSize
        return request
    }
}
