package import RasterModel

/// What a person asks for: one raster, one or several catalogs, and how to run.
package struct SurveyRequest: Sendable, Hashable {
    /// Any name that GDAL opens.
    package var raster: String
    /// Catalog files, or names of shipped catalogs.
    package var catalogs: [String]
    /// Folder to write; nil: `<raster>-<catalog>` in the current folder. With several catalogs the folder that holds
    /// one run folder for each, by the catalog's name.
    package var out: String?
    /// A file of fields or plots that get a coverage of their own.
    package var zones: String?
    /// The one layer of that file; nil for all that hold polygons.
    package var zonesLayer: String?
    /// The column that names zones; nil for a sensible one.
    package var zoneID: String?
    /// A file of polygons: only what lies in them is surveyed.
    package var within: String?
    /// True where objects are counted too.
    package var countsObjects = false
    /// True where a raster of object numbers is written too.
    package var paintsObjects = false
    /// Formats in which objects are written beside the GeoPackage.
    package var objectFormats: [ObjectFormat] = []
    /// Go on where a catalog is made for other pixel sizes.
    package var forces = false
    /// Bands that the person named, by role.
    package var bands: [BandRole: NamedBand] = [:]
    /// Earlier runs whose thresholds are taken in place of chosen ones: run folders, files coverage.json, or folders that
    /// hold run folders by the names of catalogs.
    package var thresholds: [String] = []
    /// What the person says of nodata, in place of what the files declare.
    package var nodata: NodataValues?
    /// Nothing may be opened over the network.
    package var forbidsNetwork = false
    /// Side of a pixel in metres, for rasters without georeferencing.
    package var pixelSize: Double?
    /// True where an existing run folder of this name may be replaced.
    package var overwrites = false
    /// True where an unfinished run of the same is to go on.
    package var resumes = false
    /// Seconds between the moments at which a run that ends early can go on.
    package var checkpointSeconds = 2.0
    /// Count blocks that cannot be read as unobserved instead of ending the run.
    package var keepsGoing = false
    /// Workers; nil: one per processor.
    package var threads: Int?
    /// Peak resident size in bytes that the run may reach.
    package var memory = 400_000_000
    /// Width and height of tiles in pixels; nil: chosen from the file's blocks and the memory.
    package var tileSize: Int?
    /// The command as typed, for the record.
    package var commandLine: [String] = []
    /// Forces a decoder; nil: the fastest that suits the file.
    package var decoder: String?

    /// A request with every choice left to the program.
    package init(raster: String, catalogs: [String]) {
        self.raster = raster
        self.catalogs = catalogs
    }
}
