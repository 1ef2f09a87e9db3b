public import Foundation

/// What was run, on what, how, and what came of it: run.json as a value. The only file that may differ between equal
/// runs.
public struct RunRecord: Sendable, Hashable {
    /// What decoded the raster. Later versions may have more of them, so one that this version does not know is read, too.
    public struct Reader: RawRepresentable, Sendable, Hashable {
        /// Any raster that GDAL opens.
        public static let gdal = Reader(rawValue: "gdal")
        /// Plain local TIFFs, past GDAL. The pixels are the same.
        public static let libtiff = Reader(rawValue: "libtiff")

        /// As run.json names it.
        public let rawValue: String

        /// A reader by its name in run.json.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// What this version writes and reads.
    public static let schema = "quadrat/run/1"
    /// What the schemas of all versions begin with.
    package static let schemaFamily = "quadrat/run/"

    /// Version of the program.
    public let quadrat: String
    /// Version of GDAL.
    public let gdal: String
    /// The command as typed; empty where a program has run the survey.
    public let command: [String]
    /// When the run began, to the second.
    public let started: Date
    /// When the record was written, to the second.
    public let finished: Date
    /// The catalog with its text.
    public let catalog: RunCatalog
    /// The raster, and further files that bands came from.
    public let inputs: [RunInput]
    /// Which band stood for which symbol of the catalog.
    public let bands: [RunBand]
    /// Spectral indices that the catalog uses.
    public let indices: [RunIndex]
    /// How pixels without an observation were told.
    public let validity: RunValidity
    /// What decoded the raster.
    public let reader: Reader
    /// How the raster was cut.
    public let tiles: RunTiles
    /// Workers.
    public let threads: Int
    /// Memory that was allowed, planned and used.
    public let memory: RunMemory
    /// The area of interest; nil where the whole raster was asked for.
    public let within: RunPolygons?
    /// The zones; nil where there were none.
    public let zones: RunPolygons?
    /// Width and height in metres of the raster's middle pixel: what lengths in the catalog were measured with; nil where
    /// that is not known.
    public let pixelSize: [Double]?
    /// How areas were found; nil where there are none.
    public let areaMethod: String?
    /// By how much two ways of finding areas differed at most, relatively; nil where only one was needed.
    public let areaScaleDisagreement: Double?
    /// Thresholds of the catalog as they came out, in its order.
    public let thresholds: [ThresholdResult]
    /// Seconds that each step took, in order.
    public let steps: [RunStep]
    /// Bytes of the file that sweeps worked on; nil where there was none.
    public let spilledBytes: Int?
    /// Seconds of all processors together.
    public let processorSeconds: Double
    /// What the results follow from; nil in records of earlier versions.
    public let identity: RunIdentity?
    /// How often the run went on after it had ended early.
    public let resumed: Int
    /// What the person should know before trusting the numbers, one line each.
    public let warnings: [String]
    /// The files of the folder beside the record.
    public let outputs: [RunOutput]
    /// Files that could not be written.
    public let failedOutputs: [RunFailure]

    package init(
        quadrat: String, gdal: String, command: [String], started: Date, finished: Date, catalog: RunCatalog,
        inputs: [RunInput], bands: [RunBand], indices: [RunIndex], validity: RunValidity, reader: Reader,
        tiles: RunTiles,
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
