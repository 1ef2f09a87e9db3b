public import RasterModel

/// What a person asks for: one raster, one catalog, and how to run.
public struct SurveyRequest: Sendable, Hashable {
    /// Any name that GDAL opens.
    public var raster: String
    /// Path of the catalog file.
    public var catalog: String
    /// Folder to write; nil: `<raster>-<catalog>` in the current folder.
    public var out: String?
    /// Bands that the person named, by role.
    public var bands: [BandRole: NamedBand] = [:]
    /// Side of a pixel in metres, for rasters without georeferencing.
    public var pixelSize: Double?
    /// True where an existing run folder of this name may be replaced.
    public var overwrites = false
    /// Count blocks that cannot be read as unobserved instead of ending the run.
    public var keepsGoing = false
    /// Workers; nil: one per processor.
    public var threads: Int?
    /// Peak resident size in bytes that the run may reach.
    public var memory = 400_000_000
    /// Width and height of tiles in pixels; nil: chosen from the file's blocks and the memory.
    public var tileSize: Int?
    /// The command as typed, for the record.
    public var commandLine: [String] = []
    /// Forces a decoder; nil: the fastest that suits the file.
    public var decoder: String?

    /// A request with every choice left to the program.
    public init(raster: String, catalog: String) {
        self.raster = raster
        self.catalog = catalog
    }
}
