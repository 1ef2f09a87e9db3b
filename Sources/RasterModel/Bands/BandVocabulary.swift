/// What the words of band names mean. Words are lower case, without anything between them.
enum BandVocabulary {
    /// A part of the spectrum of which there may be several bands.
    enum Part: Sendable, Hashable {
        case redEdge, infrared, shortWave, thermal
    }

    static let roles: [String: BandRole] = [
        "coastal": .coastal, "coastalaerosol": .coastal, "coastalblue": .coastal, "ultrablue": .coastal,
        "deepblue": .coastal, "blue": .blue, "green": .green, "yellow": .yellow, "red": .red,
        "rededge1": .redEdge1, "rededge2": .redEdge2, "rededge3": .redEdge3, "re1": .redEdge1, "re2": .redEdge2,
        "re3": .redEdge3, "vegetationrededge1": .redEdge1, "vegetationrededge2": .redEdge2,
        "vegetationrededge3": .redEdge3, "rededge071": .redEdge1, "rededge075": .redEdge2, "rededge078": .redEdge3,
        "nir": .nir, "nir1": .nir, "nearinfrared": .nir, "nearinfrared1": .nir, "nearir": .nir, "nirbroad": .nir,
        "broadnir": .nir, "nir2": .nir2, "nearinfrared2": .nir2, "narrownir": .nir2, "nirnarrow": .nir2,
        "nir08": .nir2, "watervapour": .waterVapour, "watervapor": .waterVapour, "nir09": .waterVapour,
        "swir1": .swir1, "shortwaveinfrared1": .swir1, "swir16": .swir1, "swir2": .swir2,
        "shortwaveinfrared2": .swir2, "swir22": .swir2, "thermal1": .thermal1, "thermal2": .thermal2,
        "tir1": .thermal1, "tir2": .thermal2, "tirs1": .thermal1, "tirs2": .thermal2, "lwir1": .thermal1,
        "lwir2": .thermal2, "lwir11": .thermal1, "lwir12": .thermal2, "thermalinfrared1": .thermal1,
        "thermalinfrared2": .thermal2, "pan": .pan, "panchro": .pan, "panchromatic": .pan, "alpha": .alpha,
        "height": .height, "chm": .height, "canopyheight": .height, "canopyheightmodel": .height, "ndsm": .height,
    ]

    static let parts: [String: Part] = [
        "rededge": .redEdge, "re": .redEdge, "rede": .redEdge, "vegetationrededge": .redEdge, "vre": .redEdge,
        "ir": .infrared, "infrared": .infrared, "swir": .shortWave, "shortwaveinfrared": .shortWave,
        "shortwaveir": .shortWave, "mir": .shortWave, "midinfrared": .shortWave, "thermal": .thermal,
        "thermalinfrared": .thermal, "tir": .thermal, "lwir": .thermal, "longwaveinfrared": .thermal,
    ]

    /// Single letters count only where several bands of a file have them.
    static let letters: [String: BandRole] = ["r": .red, "g": .green, "b": .blue, "n": .nir]

    /// Layers that no role stands for.
    static let others: Set<String> = [
        "mask", "qa", "qapixel", "pixelqa", "bqa", "qa60", "qaaerosol", "qaradsat", "radsatqa", "sraerosol",
        "srqaaerosol", "scl",
        "scene", "sceneclassification", "fmask", "cloud", "clouds", "cloudmask", "cloudprobability", "cld", "snw",
        "aot", "wvp", "udm", "udm2", "class", "classes", "classification", "label", "labels", "landcover", "ndvi",
        "ndre", "gndvi", "savi", "osavi", "evi", "evi2", "ndwi", "ndmi", "mndwi", "nbr", "vari", "gli", "exg", "lai",
        "dem", "dsm", "dtm", "elevation", "altitude", "slope", "aspect", "hillshade", "intensity", "density",
        "temperature", "lst", "cirrus", "greeni", "vv", "vh", "hh", "hv", "hue", "saturation", "cyan",
        "magenta", "confidence", "probability",
    ]

    /// Spectral indices (the names of catalogs/indices.yaml that are no words): a picture of three of them is no picture.
    static let indices: Set<String> = [
        "afri1600", "afri2100", "andwi", "ari", "ari2", "arvi", "aweinsh", "aweish", "bai", "bais2", "bcc",
        "bitm", "bndvi", "bsi", "bwdrvi", "ccci", "cig", "cire", "cive", "cri550", "cri700", "cvi", "dbsi",
        "dswi5", "dvi", "endvi", "exb", "exbchr", "exgchr", "exgr", "exgr14", "exgr14chr", "exgrchr", "exr",
        "exr14", "exr14chr", "exrchr", "gari", "gbndvi", "gcc", "gemi", "gosavi", "grndvi", "grvi", "gsavi",
        "gvmi", "ikaw", "ipvi", "ireci", "kndvi", "lswi", "mcari", "mcari1", "mcari2", "mcariosavi", "mexg",
        "mgrvi", "mirbi", "mnd705", "mnli", "mrbvi", "msavi", "msavi2", "msr705", "mtci", "mtvi1", "mtvi2",
        "nbr2", "nbrplus", "nd705", "ndbi", "ndci", "ndii", "ndponi", "ndrei", "ndsi", "ndsiwv", "ndsoi",
        "ndyi", "ngbdi", "ngrdi", "nirv", "nli", "nmdi", "normg", "normnir", "normr", "npci", "psri", "rcc",
        "rdvi", "rendvi", "rgbvi", "rgri", "rvi", "s2rep", "sarvi", "sipi", "slavi", "sr555", "sr705", "sti",
        "tcari", "tcariosavi", "tdvi", "tgi", "trivi", "tvi", "vi700", "vig", "wdrvi", "wi2015", "wri",
    ]

    /// Words that make any name one of a layer that no role stands for.
    static let otherWords: Set<String> = ["qa", "mask", "index", "ratio", "probability", "class"]

    /// Words beside a name that add nothing to it.
    static let fillers: Set<String> = [
        "band", "bands", "channel", "layer", "reflectance", "surface", "sr", "toa", "boa", "corrected", "central",
        "center", "centre", "wavelength", "light", "multispectral", "dn", "raw", "image", "calibrated", "10m", "20m",
        "30m", "60m",
    ]

    /// Words that only number a layer.
    static let counters: Set<String> = [
        "band", "channel", "ch", "layer", "b", "lyr", "raster", "image", "grey", "gray",
    ]

    /// Words that may stand beside a sensor's code.
    static let sensorWords: Set<String> = [
        "s2", "s2a", "s2b", "s2c", "sentinel2", "msi", "l1c", "l2a", "hls", "10m", "20m", "30m", "60m", "st",
    ]

    static let nanometres: Set<String> = ["nm", "nanometer", "nanometers", "nanometre", "nanometres"]
    static let micrometres: Set<String> = [
        "um", "µm", "μm", "micrometer", "micrometers", "micrometre", "micrometres", "micron", "microns", "mu",
    ]
}
