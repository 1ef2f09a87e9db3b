import Coverage
import Catalog
import RasterModel
import RasterIO

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

extension CoverageSummary {
    /// - Parameter counting: what counting took; nil where nothing was counted, or where it is not known any more.
    init(_ plan: SurveyPlan, _ details: CatalogPlan, counting: CountingCost?) {
        self.init(
            title: details.definition.title, width: plan.source.grid.size.width, height: plan.source.grid.size.height,
            areaMethod: plan.areas?.method, counting: counting)
    }
}
