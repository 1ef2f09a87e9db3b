/// The files of a run folder.
public enum RunFile: String, Sendable, Hashable, CaseIterable {
    /// The classes, a cloud-optimised GeoTIFF.
    case mask = "mask.tif"
    /// Names of the classes, where GDAL looks for them.
    case maskCategories = "mask.tif.aux.xml"
    /// What was found: `CoverageResult`.
    case coverage = "coverage.json"
    /// The same as a table.
    case coverageTable = "coverage.csv"
    /// The raster with the mask over it, small.
    case preview = "preview.png"
    /// What was run, on what and how: `RunRecord`.
    case record = "run.json"
    /// The user's zones with what was found in them.
    case zones = "zones.gpkg"
    /// Counted objects: outlines and points.
    case objects = "objects.gpkg"
    /// Outlines in longitude and latitude.
    case objectOutlines = "objects.geojson"
    /// Objects, a line each.
    case objectTable = "objects.csv"
    /// For each pixel the number of its object.
    case instances = "instances.tif"

    /// The name in the run folder.
    public var name: String { rawValue }

    /// What a run works on and removes before it is finished.
    package enum Scratch: String, Sendable, CaseIterable {
        /// Journal of the compressed blocks of the mask.
        case mask = "mask.scratch"
        /// Journal of class codes for later sweeps; behind it what these spill.
        case codes = "codes.scratch"
        /// Signals of objects.
        case signals = "signals.scratch"
        /// How far the run has come: sums, and how long its journals are.
        case checkpoint = "checkpoint.scratch"
        /// The next of these while it is being written.
        case nextCheckpoint = "checkpoint.scratch.next"

        /// The name in the run folder.
        package var name: String { rawValue }
    }

    /// What the name of the folder of an unfinished run ends with.
    package static let unfinishedSuffix = ".partial"

    /// Names of all files that a finished run may have.
    package static let names = Set(allCases.map(\.name))

    /// Endings, behind the name of an output, of what libraries put beside it while they write it.
    package static let companions = ["-journal", "-wal", template, template + ".aux.xml"]

    /// Ending of the file without pixels that an output is made like.
    package static let template = ".template.tif"

    /// Names of all files that an unfinished run may have left: what a run may clear.
    package static let leftovers: Set<String> = names.union(Scratch.allCases.map(\.name)).union([
        zones.name + "-journal", objects.name + "-journal", mask.name + template, instances.name + template,
        mask.name + template + ".aux.xml",
    ])
}
