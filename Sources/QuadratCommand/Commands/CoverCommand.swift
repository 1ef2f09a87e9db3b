import ArgumentParser

/// `quadrat cover`: mask and areas.
struct CoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cover",
        abstract: "Decide every pixel of a raster and add up the area of each class.",
        discussion: """
            Writes a run folder: mask.tif (cloud-optimised GeoTIFF), coverage.json, coverage.csv, preview.png and \
            run.json. The table goes to standard output, everything else to standard error. Several catalogs share \
            one reading; each gets a run folder of its own.

            Example: quadrat cover ortho.tif --catalog vegetation --out ortho-run
            With the thresholds of an earlier run: quadrat cover august.tif --catalog vegetation --thresholds july-run
            """)

    @OptionGroup(title: "Survey")
    var survey: SurveyOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Resources")
    var resources: ResourceOptions

    func validate() throws { try output.check() }

    func run() throws {
        try Ending.of { cancellation in
            let request = try survey.request(output, resources: resources)
            try SurveyRun(request, output).run(cancellation: cancellation)
        }
    }
}
