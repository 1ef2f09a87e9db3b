import ArgumentParser
import Survey

/// The command `quadrat`.
@main
struct QuadratCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quadrat",
        abstract: "How much of this field is covered, and by what.",
        discussion: """
            quadrat lays frames (tiles) over a georeferenced raster of any size, decides for every pixel what covers \
            the ground, and adds up true areas.

            Exit codes: 0 done; 64 wrong usage; 65 the input is refused, and another attempt will be; 75 try again \
            (network, disk, limits of the system, another run); 128 and more ended by that signal; 1 anything else.
            """,
        version: ProgramVersion.current,
        subcommands: [
            InspectCommand.self, PlanCommand.self, CoverCommand.self, CountCommand.self, CatalogsCommand.self,
        ])

    static func main() {
        ProcessStreams.secure()
        if let problem = CommandWords.problem(of: CommandLine.arguments.dropFirst()) {
            ErrorOutput.write("Error: \(problem)")
            exit(withError: ExitCode.validationFailure)
        }
        main(nil)
    }
}
