import RasterModel
import ArgumentParser
import Results
import Survey

/// `quadrat inspect`: a card of a raster.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "A ten-second card of a raster: bands, pixel size, CRS, what fits, what to type next.",
        discussion: """
            Looks at the raster here and there; its size does not matter. Writes nothing.

            Example: quadrat inspect ortho.tif
            """)

    @OptionGroup
    var raster: RasterOptions

    @Option(help: ArgumentHelp("Fields or plots to be laid over the raster.", valueName: "file"))
    var zones: String?

    @Flag(help: "Print the card as JSON.")
    var json = false

    func run() throws {
        try Ending.ofQuestion {
            let card = try RasterCard(raster.request(), zones: zones)
            try StandardOutput.deliver(
                json ? card.json.text : card.lines.map(\.onOneLine).joined(separator: "\n") + "\n")
        }
    }
}
