import ArgumentParser
import Survey

/// `quadrat catalogs`: the catalogs that come with the program.
struct CatalogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogs",
        abstract: "List the shipped catalogs, or print one to read and change it.",
        discussion: "Example: quadrat catalogs vegetation > mine.yaml")

    @Argument(help: "The catalog to print.")
    var name: String?

    func run() throws {
        try Ending.ofQuestion {
            try StandardOutput.deliver(name.map { try CatalogList.text(of: $0) } ?? CatalogList.table())
        }
    }
}
