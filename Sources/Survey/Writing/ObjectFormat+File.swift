import RasterModel
import Results

extension ObjectFormat {
    /// In the run folder.
    var file: RunFile {
        switch self {
        case .geojson: .objectOutlines
        case .csv: .objectTable
        }
    }
}
