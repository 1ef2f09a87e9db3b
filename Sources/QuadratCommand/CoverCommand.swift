import ArgumentParser
import Foundation
import RasterModel
import Survey
import Tiling

/// `quadrat cover`: mask and areas.
struct CoverCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cover",
        abstract: "Decide every pixel of a raster and add up the area of each class.",
        discussion: """
            Writes a run folder: mask.tif (cloud-optimised GeoTIFF), coverage.json, coverage.csv, preview.png and \
            run.json. The table goes to standard output, everything else to standard error.

            Example: quadrat cover ortho.tif --catalog catalogs/vegetation.yaml --out ortho-run
            """)

    @Argument(help: "The raster: a file, or any name that GDAL opens.")
    var raster: String

    @Option(help: ArgumentHelp("The catalog file: classes, bands and rules.", valueName: "file"))
    var catalog: [String]

    @Option(help: ArgumentHelp("Which band is which, for example red=3,nir=B08.tif:1.", valueName: "role=band,..."))
    var bands: [String] = []

    @Option(help: ArgumentHelp("Side of a pixel, for rasters without georeferencing: 2cm, 0.5m.", valueName: "length"))
    var pixelSize: PixelLength?

    @Flag(help: "Count blocks that cannot be read as unobserved instead of ending the run.")
    var keepGoing = false

    @OptionGroup(title: "Output")
    var output: OutputOptions

    @OptionGroup(title: "Resources")
    var resources: ResourceOptions

    func validate() throws {
        guard catalog.count == 1 else {
            throw ValidationError("one catalog at a time in this version: --catalog stands \(catalog.count) times")
        }
        _ = try BandAssignments(bands)
        if output.json, output.quiet {
            throw ValidationError(
                "--json and --quiet exclude each other: --json prints the document to standard output")
        }
    }

    func run() throws {
        let cancellation = Cancellation()
        let interrupts = InterruptWatch(cancellation)
        defer { interrupts.stop() }
        do {
            try survey(cancellation)
        } catch is Cancelled {
            ErrorOutput.write("Interrupted: nothing was written.")
            throw ExitCode(130)
        } catch {
            ErrorOutput.write("Error: \(error)")
            throw ExitCode(1)
        }
    }

    private func survey(_ cancellation: Cancellation) throws {
        let plan = try SurveyPlan(request())
        if !output.quiet { for warning in plan.warnings { ErrorOutput.write("Warning: \(warning)") } }
        var progress = ProgressDisplay(output.progressStyle)
        defer { progress.finish() }
        let outcome = try Survey(plan).run(cancellation: cancellation) { progress.show($0) }
        progress.finish()
        if !output.quiet {
            for warning in outcome.warnings.dropFirst(plan.warnings.count) { ErrorOutput.write("Warning: \(warning)") }
        }
        if output.json {
            try Self.deliver(outcome.coverage.json.text, folder: outcome.folder)
        } else if !output.quiet {
            try Self.deliver(
                CoverageTableText(outcome.coverage, folder: outcome.folder).text + "\n", folder: outcome.folder)
        }
    }

    /// Results go to standard output; that they could not is an error like any other.
    private static func deliver(_ text: String, folder: String) throws {
        do { try FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) } catch {
            throw SurveyError("the run is complete in \(folder), but standard output cannot be written to")
        }
    }

    private func request() throws -> SurveyRequest {
        var request = SurveyRequest(raster: raster, catalog: catalog[0])
        request.out = output.out
        request.bands = try BandAssignments(bands).bands
        request.pixelSize = pixelSize?.metres
        request.overwrites = output.overwrite
        request.keepsGoing = keepGoing
        request.threads = resources.threads
        request.memory = resources.memory.bytes
        request.tileSize = resources.tileSize
        request.commandLine = CommandLine.arguments
        request.decoder = ProcessInfo.processInfo.environment["QUADRAT_READER"]
        return request
    }
}

/// Options about what is written and said.
struct OutputOptions: ParsableArguments {
    func validate() throws {
        if let out, out.allSatisfy({ $0 == "/" }) { throw ValidationError("--out is '\(out)'; name a folder to write") }
    }

    @Option(help: ArgumentHelp("Folder to write (default: <raster>-<catalog> here).", valueName: "folder"))
    var out: String?

    @Flag(help: "Replace the run folder if it exists.")
    var overwrite = false

    @Flag(help: "Print the coverage document (JSON) instead of the table.")
    var json = false

    @Flag(help: "Print nothing but errors.")
    var quiet = false

    @Option(help: ArgumentHelp("How to show progress: auto, plain, json or none.", valueName: "style"))
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

    @Option(help: ArgumentHelp("Peak memory that the run may reach.", valueName: "size"))
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
