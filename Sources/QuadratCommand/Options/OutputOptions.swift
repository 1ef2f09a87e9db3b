import ArgumentParser

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

    @Flag(help: "Replace the run folder if it exists, and throw away what an unfinished run has left.")
    var overwrite = false

    @Flag(
        help:
            "Go on with an unfinished run of the same; begin where there is none, print the table where it is complete."
    )
    var resume = false

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
