import Foundation
import Quadrat
import Results

/// Surveys the sample farm with its fields, prints hectares of each class, and opens the run again.
///
/// Run it from the repository's root:
/// `swift run --package-path Examples --scratch-path .build-examples farm tiles FOLDER`
@main
enum Farm {
    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard let tiles = arguments.first, let folder = arguments.dropFirst().first else {
                print("usage: farm TILES FOLDER")
                exit(64)
            }
            try survey(tiles: tiles, into: folder)
            try reopen(folder)
        } catch {
            // Errors of the library say in one line what is in the way and what would put it right.
            print("Error: \(error)")
            exit(1)
        }
    }

    private static func survey(tiles: String, into folder: String) throws {
        var settings = SurveySettings(raster: "\(tiles)/farm.tif", catalogs: ["farm"])
        settings.zones = "\(tiles)/farm-fields.geojson"
        settings.folder = folder
        settings.overwrites = true
        let survey = try PlannedSurvey(settings)
        for warning in survey.warnings { print("warning: \(warning)") }
        for completed in try survey.run() {
            print("\(completed.coverage.raster), \(completed.coverage.catalog):")
            for item in completed.coverage.classes {
                let hectares = item.area.map { String(format: "%.4f ha", $0 / 10_000) } ?? "no area"
                print("  \(item.name): \(hectares)")
            }
        }
    }

    private static func reopen(_ folder: String) throws {
        let run = try FinishedRun(path: folder)
        let name = "discoloured_percent_of_canopy"
        print("\(name), from \(try run.path(of: .coverage)):")
        for zone in run.coverage.zones {
            let percent = zone.ratios.first { $0.name == name }?.percent
            print("  \(zone.id): \(percent.map { String(format: "%.2f %%", $0) } ?? "does not exist here")")
        }
    }
}
