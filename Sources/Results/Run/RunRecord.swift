public import Foundation

/// What was run, on what, how, and what came of it: run.json as a value. The only file that may differ between equal
/// runs.
public struct RunRecord: Sendable, Hashable {
    /// What this version writes and reads.
    public static let schema = "quadrat/run/1"
    /// What the schemas of all versions begin with.
    package static let schemaFamily = "quadrat/run/"

    /// Version of the program.
    public var quadrat: String
    /// Version of GDAL.
    public var gdal: String
    /// The command as typed; empty where a program has run the survey.
    public var command: [String]
    /// When the run began, to the second.
    public var started: Date
    /// When the record was written, to the second.
    public var finished: Date
    /// The catalog with its text.
    public var catalog: RunCatalog
    /// The raster, and further files that bands came from.
    public var inputs: [RunInput]
    /// Which band stood for which symbol of the catalog.
    public var bands: [RunBand]
    /// Spectral indices that the catalog uses.
    public var indices: [RunIndex]
    /// How pixels without an observation were told, as it stands in the file.
    public var validity: JSONValue
    /// "libtiff" or "gdal": what decoded the raster.
    public var reader: String
    /// How the raster was cut.
    public var tiles: RunTiles
    /// Workers.
    public var threads: Int
    /// Memory that was allowed, planned and used.
    public var memory: RunMemory
    /// The area of interest; nil where the whole raster was asked for.
    public var within: RunPolygons?
    /// The zones; nil where there were none.
    public var zones: RunPolygons?
    /// Width and height in metres of the raster's middle pixel: what lengths in the catalog were measured with; nil where
    /// that is not known.
    public var pixelSize: [Double]?
    /// How areas were found; nil where there are none.
    public var areaMethod: String?
    /// By how much two ways of finding areas differed at most, relatively; nil where only one was needed.
    public var areaScaleDisagreement: Double?
    /// Thresholds of the catalog as they came out, in its order.
    public var thresholds: [ThresholdResult]
    /// Seconds that each step took, in order.
    public var steps: [RunStep]
    /// Bytes of the file that sweeps worked on; nil where there was none.
    public var spilledBytes: Int?
    /// Seconds of all processors together.
    public var processorSeconds: Double
    /// What the results follow from; nil in records of earlier versions.
    public var identity: RunIdentity?
    /// How often the run went on after it had ended early.
    public var resumed: Int
    /// What the person should know before trusting the numbers, one line each.
    public var warnings: [String]
    /// The files of the folder beside the record.
    public var outputs: [RunOutput]
    /// Files that could not be written.
    public var failedOutputs: [RunFailure]

    package init(
        quadrat: String, gdal: String, command: [String], started: Date, finished: Date, catalog: RunCatalog,
        inputs: [RunInput], bands: [RunBand], indices: [RunIndex], validity: JSONValue, reader: String, tiles: RunTiles,
        threads: Int, memory: RunMemory, within: RunPolygons?, zones: RunPolygons?, pixelSize: [Double]?,
        areaMethod: String?, areaScaleDisagreement: Double?, thresholds: [ThresholdResult], steps: [RunStep],
        spilledBytes: Int?, processorSeconds: Double, identity: RunIdentity?,
        resumed: Int, warnings: [String], outputs: [RunOutput],
        failedOutputs: [RunFailure]
    ) {
        self.quadrat = quadrat
        self.gdal = gdal
        self.command = command
        self.started = started
        self.finished = finished
        self.catalog = catalog
        self.inputs = inputs
        self.bands = bands
        self.indices = indices
        self.validity = validity
        self.reader = reader
        self.tiles = tiles
        self.threads = threads
        self.memory = memory
        self.within = within
        self.zones = zones
        self.pixelSize = pixelSize
        self.areaMethod = areaMethod
        self.areaScaleDisagreement = areaScaleDisagreement
        self.thresholds = thresholds
        self.steps = steps
        self.spilledBytes = spilledBytes
        self.processorSeconds = processorSeconds
        self.identity = identity
        self.resumed = resumed
        self.warnings = warnings
        self.outputs = outputs
        self.failedOutputs = failedOutputs
    }
}
