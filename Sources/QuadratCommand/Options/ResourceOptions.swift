import ArgumentParser

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
