import ArgumentParser
import Foundation
import RasterModel
import Survey

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
            let request = try survey.request(out: output.out, overwrites: output.overwrite, resources: resources)
            try SurveyRun(request, output).run(cancellation: cancellation)
        }
    }
}

/// Options about what is written and said.
struct OutputOptions: ParsableArguments {
    func validate() throws {
        try Self.checkFolder(out)
    }

    /// Refuses what cannot be the name of a run folder.
    static func checkFolder(_ out: String?) throws {
        if let out, out.allSatisfy({ $0 == "/" }) { throw ValidationError("--out is '\(out)'; name a folder to write") }
    }

    /// Refuses what a command that prints a table cannot do.
    func check() throws {
        if json, quiet {
            throw ValidationError(
                "--json and --quiet exclude each other: --json prints the document to standard output")
        }
    }

    @Option(
        help: ArgumentHelp(
            "Folder to write (default: <raster>-<catalog> here); with several catalogs one folder each inside it.",
            valueName: "folder"))
    var out: String?

    @Flag(help: "Replace the run folder if it exists.")
    var overwrite = false

    @Flag(help: "Print the coverage document (JSON) instead of the table.")
    var json = false

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    @Option(help: ArgumentHelp("How to show progress.", valueName: "style"))
    var progress: ProgressChoice = .auto

    var progressStyle: ProgressDisplay.Style {
        switch progress {
        case .none: .none
        case .json: .json
        case .plain: .plain
        case .auto: quiet ? .none : (ProgressDisplay.isTerminal ? .terminal : .plain)
        }
    }
}

enum ProgressChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, plain, json, none
}

/// Options about what a run may use. They never change a result.
struct ResourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Worker threads (default: one per processor).", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("Peak memory that the run may reach, with its unit: 400MB, 2GB.", valueName: "size"))
    var memory = MemorySize(bytes: 400_000_000)

    @Option(help: ArgumentHelp("Width and height of tiles in pixels (default: chosen).", valueName: "n"))
    var tileSize: Int?

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be between 1 and 1024")
        }
        if let tileSize, tileSize < 1 { throw ValidationError("--tile-size must be at least 1") }
    }
}
