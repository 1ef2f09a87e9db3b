import ArgumentParser
import Survey

/// `quadrat count`: mask, areas and objects.
struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count",
        abstract: "The same as cover, and count patches of every class and the objects that the catalog names.",
        discussion: """
            Objects are connected pixels of the classes under 'objects' in the catalog: things that do not touch. A catalog \
            without 'objects' tells the patches of its classes only. Writes the run folder of cover and objects.gpkg in it (layers 'objects', polygons, and 'points'); on request also \
            objects.geojson, objects.csv and instances.tif. Says at the end what counting added in time and memory.

            Example: quadrat count plots.tif --catalog lettuce.yaml --zones plots.gpkg
            With the thresholds of an earlier run: quadrat count august.tif --catalog lettuce.yaml --thresholds july-run
            """)

    @OptionGroup(title: "Survey")
    var survey: SurveyOptions

    @OptionGroup(title: "Objects")
    var objects: ObjectOptions

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Resources")
    var resources: ResourceOptions

    func validate() throws { try output.check() }

    func run() throws {
        try Ending.of { cancellation in
            var request = try survey.request(output, resources: resources)
            request.countsObjects = true
            request.paintsObjects = objects.instances
            request.objectFormats = try ObjectOptions.formats(objects.also)
            try SurveyRun(request, output).run(cancellation: cancellation)
        }
    }
}
