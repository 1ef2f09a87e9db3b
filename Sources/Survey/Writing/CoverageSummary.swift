/// What a person is told of a survey beside its result: what no file of figures needs.
package struct CoverageSummary: Sendable, Hashable {
    /// Title of the catalog; nil where it has none.
    package let title: String?
    /// Width of the raster in pixels.
    package let width: Int
    /// Height of the raster in pixels.
    package let height: Int
    /// How areas were found; nil where there are none.
    package let areaMethod: String?
    /// What counting patches and objects took; nil where nothing was counted.
    package let counting: CountingCost?
}
