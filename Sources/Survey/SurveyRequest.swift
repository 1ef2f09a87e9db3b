public import RasterModel

/// What a person asks for: one raster, one or several catalogs, and how to run.
public struct SurveyRequest: Sendable, Hashable {
    /// Any name that GDAL opens.
    public var raster: String
    /// Catalog files, or names of shipped catalogs.
    public var catalogs: [String]
    /// Folder to write; nil: `<raster>-<catalog>` in the current folder. With several catalogs the folder that holds
    /// one run folder for each, by the catalog's name.
    public var out: String?
    /// A file of fields or plots that get a coverage of their own.
    public var zones: String?
    /// The one layer of that file; nil for all that hold polygons.
    public var zonesLayer: String?
    /// The column that names zones; nil for a sensible one.
    public var zoneID: String?
    /// A file of polygons: only what lies in them is surveyed.
    public var within: String?
    /// True where objects are counted too.
    public var countsObjects = false
    /// True where a raster of object numbers is written too.
    public var paintsObjects = false
    /// Formats in which objects are written beside the GeoPackage.
    public var objectFormats: [ObjectFormat] = []
    /// Go on where a catalog is made for other pixel sizes.
    public var forces = false
    /// Bands that the person named, by role.
    public var bands: [BandRole: NamedBand] = [:]
    /// What the person says of nodata, in place of what the files declare.
    public var nodata: NodataValues?
    /// Nothing may be opened over the network.
    public var forbidsNetwork = false
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
    public init(raster: String, catalogs: [String]) {
        self.raster = raster
        self.catalogs = catalogs
    }
}
