import Coverage
import RasterIO
import RasterModel

/// The part of a raster that a survey is asked for (`--within`): the pixels whose centres lie in any of its polygons.
struct AreaOfInterest: Sendable {
    let path: String
    /// What the person should know: repairs, assumptions.
    let notes: [String]
    private let mask: PolygonMask

    /// Reads the polygons of a file.
    ///
    /// - Throws: when the file cannot be read, or holds no pixel of the raster.
    init(path: String, grid: RasterGrid) throws {
        let zones = try VectorFile.zones(path, on: grid)
        if let refusal = zones.refusal { throw SurveyError("--within: \(refusal)") }
        self.path = path
        notes = zones.notes.map { "--within: \($0)" }
        mask = PolygonMask(zones.zones.flatMap(\.polygons), size: grid.size)
        guard !mask.isEmpty(in: PixelWindow(column: 0, row: 0, width: grid.size.width, height: grid.size.height)) else {
            throw SurveyError("--within \(path) holds no pixel of the raster: nothing would be left to survey")
        }
    }

    /// True where a window holds nothing that is asked for.
    func misses(_ window: PixelWindow) -> Bool { mask.isEmpty(in: window) }

    /// Makes the pixels of a window that are not asked for a given value.
    ///
    /// - Parameter values: row-major over the window.
    func markOutside(of window: PixelWindow, in values: inout [UInt8], with value: UInt8) {
        var span = values.mutableSpan
        for row in window.rows {
            let start = (row - window.row) * window.width
            var column = window.column
            for inside in mask.spans(row: row, columns: window.columns) {
                for i in column..<inside.lowerBound { span[start + i - window.column] = value }
                column = inside.upperBound
            }
            for i in column..<window.columns.upperBound { span[start + i - window.column] = value }
        }
    }
}
