import ArgumentParser
import Results
import Survey

/// `quadrat plan`: what a survey will take.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Tiles, memory, disk and time of a survey, before it is run.",
        discussion: """
            Refuses what 'cover' (with --count: 'count') would refuse. Memory, disk and time are estimated from a few tiles, which takes some \
            seconds. Writes nothing.

            Example: quadrat plan ortho.tif --catalog vegetation
            With the thresholds of an earlier run: quadrat plan august.tif --catalog vegetation --thresholds july-run
            """)

    @OptionGroup(title: "Survey")
    var survey: SurveyOptions

    @Option(help: ArgumentHelp("Folder that the survey would write.", valueName: "folder"))
    var out: String?

    @Flag(help: "Plan 'quadrat count': patches, and the objects that the catalog names, are counted too.")
    var count = false

    @Flag(help: "Print the plan as JSON.")
    var json = false

    @OptionGroup(title: "Resources")
    var resources: ResourceOptions

    func validate() throws { try OutputOptions.checkFolder(out) }

    func run() throws {
        try Ending.ofQuestion {
            var request = try survey.request(out: out, overwrites: false, resources: resources)
            request.countsObjects = count
            let plan = try SurveyPlan(request)
            for warning in plan.warnings { ErrorOutput.write("Warning: \(warning)") }
            for caution in plan.cautions { ErrorOutput.write(caution.result.line) }
            let forecast = try SurveyForecast(plan)
            try StandardOutput.deliver(json ? forecast.json.text : forecast.lines.joined(separator: "\n") + "\n")
        }
    }
}
