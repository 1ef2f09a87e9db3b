/// What is to be surveyed, and how: one raster, one or several catalogs, one reading.
///
/// Only `raster` and `catalogs` have to be given; everything else is chosen by the program, as on the command line.
/// Resources (`memory`, `threads`, `tileSize`) never change a result.
public struct SurveySettings: Sendable, Hashable {
    /// The raster: a path, or any other name that GDAL opens.
    public var raster: String
    /// Catalog files, or names of shipped catalogs (`ShippedCatalog.all`). Each gets a run folder of its own.
    public var catalogs: [String]
    /// The run folder to write; with several catalogs the folder that holds one run folder for each, by the catalog's name.
    /// nil: `<raster>-<catalog>` in the current folder.
    public var folder: String?
    /// True where an existing run folder of this name may be replaced. Anything else is never touched.
    public var overwrites = false

    /// A file of fields or plots that get a coverage of their own: GeoPackage, GeoJSON, shapefile, KML.
    public var zones: String?
    /// The one layer of that file; nil: all that hold polygons.
    public var zonesLayer: String?
    /// The column that names the zones; nil: a sensible one.
    public var zoneID: String?
    /// A file of polygons: only what lies in them is surveyed; the rest is `outside`.
    public var within: String?

    /// Bands by what they measure, of the raster or of other files; what is not named is recognised.
    public var bands: [BandRole: BandSource] = [:]
    /// What means "no data", whatever the files say: one number for every band, or three for red, green and blue, where all
    /// must hold. Empty: as the files say.
    public var nodata: [Double] = []
    /// Side of a pixel in metres, for rasters without georeferencing.
    public var pixelSize: Double?

    /// Earlier runs whose thresholds are taken in place of those that catalogs would choose from this raster: run folders or
    /// their coverage.json; for several catalogs one for each that has thresholds, or the folder that holds a run folder for
    /// each by the catalog's name. Empty: thresholds are chosen.
    public var thresholds: [String] = []

    /// True where patches of every class, and the objects that the catalog names, are counted too.
    public var countsObjects = false
    /// True where instances.tif is written too: for each pixel the number of its object.
    public var writesInstances = false
    /// Formats in which objects are written beside objects.gpkg.
    public var objectFormats: Set<ObjectFileFormat> = []

    /// Use a catalog even where it is made for other pixel sizes.
    public var ignoresPixelSizeLimits = false
    /// Count blocks that cannot be read as unobserved instead of ending the run.
    public var keepsGoing = false
    /// Open nothing over the network. Holds for the whole process from then on.
    public var forbidsNetwork = false

    /// Peak resident size in bytes that the process may reach.
    public var memory = 400_000_000
    /// Worker threads, 1...1024; nil: one per processor.
    public var threads: Int?
    /// Width and height of tiles in pixels; nil: chosen from the file's blocks and the memory.
    public var tileSize: Int?

    /// Settings with every choice left to the program.
    public init(raster: String, catalogs: [String]) {
        self.raster = raster
        self.catalogs = catalogs
    }
}
