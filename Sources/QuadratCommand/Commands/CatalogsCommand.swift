import ArgumentParser
import Survey

/// `quadrat catalogs`: the catalogs that come with the program, and catalogs made from class maps.
struct CatalogsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogs",
        abstract: "List the shipped catalogs, print one to read and change it, or make one from a class map.",
        discussion: """
            --from reads a class map once and prints a catalog with a class for each value of its band 1, named and \
            coloured as the map's category names, attribute table and colour table say. With it 'quadrat cover' and \
            'quadrat count' tell the map's areas and patches. At most 253 values, whole numbers; nodata stays nodata, and \
            a value that is not in the catalog is unobserved, never a class.

            Example: quadrat catalogs vegetation > mine.yaml
            Example: quadrat catalogs --from landcover.tif > landcover.yaml
            """)

    @Argument(help: "The catalog to print.")
    var name: String?

    @Option(help: ArgumentHelp("Make a catalog from the values of this class map.", valueName: "raster"))
    var from: String?

    func validate() throws {
        if name != nil, from != nil {
            throw ValidationError(
                "a name prints a shipped catalog, and --from makes one from a class map: give one of them")
        }
    }

    func run() throws {
        try Ending.ofQuestion {
            if let from {
                let catalog = try MapCatalog(of: from)
                for warning in catalog.warnings { ErrorOutput.write("Warning: \(warning)") }
                return try StandardOutput.deliver(catalog.text)
            }
            try StandardOutput.deliver(name.map { try CatalogList.text(of: $0) } ?? CatalogList.table())
        }
    }
}
