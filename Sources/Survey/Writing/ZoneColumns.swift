import Catalog
import RasterIO
import Results

/// The columns of zones.gpkg that are added to the user's: what was found in each zone for one catalog.
struct ZoneColumns {
    private let catalog: CatalogPlan
    private let hasAreas: Bool

    /// - Parameter hasAreas: true where the raster has areas; else there are pixels in their place.
    init(_ catalog: CatalogPlan, hasAreas: Bool) {
        self.catalog = catalog
        self.hasAreas = hasAreas
    }

    /// The same for every zone.
    var columns: [FeatureColumn] {
        let unit = hasAreas ? "m2" : "px"
        let parts = ["total", "valid", "nodata", "unobserved", "outside"].map {
            FeatureColumn("\($0)_\(unit)", .real)
        }
        let classes = catalog.definition.classes.flatMap { item in
            let name = columnName(item.name, otherwise: "class_\(item.value)")
            return [
                FeatureColumn("\(name)_\(unit)", .real), FeatureColumn("\(name)_pct_valid", .real),
                FeatureColumn("\(name)_pct_zone", .real),
            ]
        }
        let ratios = catalog.definition.ratios.enumerated().map { index, ratio in
            FeatureColumn(columnName(ratio.name, otherwise: "ratio_\(index + 1)"), .real)
        }
        let objects =
            catalog.objects == nil
            ? [] : [FeatureColumn("objects", .real), FeatureColumn("objects_per_ha", .real)]
        return [FeatureColumn("zone_id", .text)] + parts + classes + ratios + objects
    }

    /// The values of these columns for a zone.
    func values(_ zone: ZoneResult) -> [FeatureValue] {
        let (pixels, areas) = (zone.pixels, zone.areas)
        let parts =
            hasAreas
            ? [areas.total, areas.valid, areas.nodata, areas.unobserved, areas.outside]
            : [pixels.total, pixels.valid, pixels.nodata, pixels.unobserved, pixels.outside]
        let classes = zone.classes.flatMap { item in
            [hasAreas ? item.area : item.pixels, item.percentOfValid, item.percentOfZone]
        }
        let counts = zone.objects.map { [Double($0.count), $0.perHectare] } ?? []
        let numbers = parts + classes + zone.ratios.map(\.percent) + counts
        return [.text(zone.id)] + numbers.map { number in number.map { .real($0) } ?? .none }
    }
}
