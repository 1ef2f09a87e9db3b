import ArgumentParser
import Foundation
import Survey

/// The raster and what its file does not say of itself.
struct RasterOptions: ParsableArguments {
    @Argument(help: "The raster: a file, or any name that GDAL opens.")
    var raster: String

    @Option(help: ArgumentHelp("Which band is which, for example red=3,nir=B08.tif:1.", valueName: "role=band,..."))
    var bands: [String] = []

    @Option(
        help: ArgumentHelp(
            "Side of a pixel with its unit, for rasters without georeferencing: 2cm, 0.5m.", valueName: "length"))
    var pixelSize: PixelLength?

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "The number that means no data, whatever the file says; three: of red, green and blue, where all hold.",
            valueName: "value[,value,value]"))
    var nodata: [String] = []

    @Flag(help: "Open nothing over the network, whatever a file refers to.")
    var noNetwork = false

    func validate() throws {
        _ = try BandAssignments(bands)
        _ = try NodataOption(nodata)
    }

    func request() throws -> SurveyRequest {
        var request = SurveyRequest(raster: raster, catalogs: [])
        request.bands = try BandAssignments(bands).bands
        request.nodata = try NodataOption(nodata).values
        request.pixelSize = pixelSize?.metres
        request.forbidsNetwork = noNetwork
        request.commandLine = CommandLine.arguments
        let environment = ProcessInfo.processInfo.environment
        request.decoder = environment["QUADRAT_READER"]
        // For tests: what may be lost of a run that ends early.
        if let seconds = environment["QUADRAT_CHECKPOINT_SECONDS"].flatMap(Double.init), seconds >= 0 {
            request.checkpointSeconds = seconds
        }
        return request
    }
}
