import Catalog
import Coverage
import Instances
import RasterIO
import RasterModel

/// The columns of objects.gpkg, and an object as a row of it.
struct ObjectTable {
    private let plan: SurveyPlan
    private let objects: ObjectPlan

    init(_ plan: SurveyPlan, _ objects: ObjectPlan) {
        self.plan = plan
        self.objects = objects
    }

    /// Those of the design first. Names of classes may become the same; columns may not.
    var columns: [FeatureColumn] {
        var names = UniqueNames()
        return namedColumns.map { FeatureColumn(names.take($0.name), $0.kind) }
    }

    private var namedColumns: [FeatureColumn] {
        [
            FeatureColumn("id", .integer), FeatureColumn("class", .text),
            FeatureColumn("area_m2", .real), FeatureColumn("diameter_m", .real),
            FeatureColumn("pixels", .integer), FeatureColumn("lon", .real), FeatureColumn("lat", .real),
            FeatureColumn("score", .real), FeatureColumn("touches_edge", .flag),
            FeatureColumn("touches_nodata", .flag), FeatureColumn("column", .integer),
            FeatureColumn("row", .integer), FeatureColumn("width_px", .integer),
            FeatureColumn("height_px", .integer), FeatureColumn("solidity", .real),
        ]
            + (objects.codes.count > 1
                ? zip(objects.classNames, objects.rule.classes).map { name, value in
                    FeatureColumn("share_" + columnName(name, otherwise: "class_\(value)"), .real)
                } : [])
            + objects.rule.signals.map { FeatureColumn("mean_" + $0.name, .real) }
    }

    /// The row of an object.
    func item(_ object: TracedObject, _ position: (longitude: Double, latitude: Double)?) -> ObjectFile.Item {
        let region = object.component.region
        let area = plan.areas != nil && region.areaUnknown == 0 ? FixedArea.squareMetres(region.area) : nil
        let bounds = region.bounds
        var values: [FeatureValue] = [
            .integer(object.id), .text(objects.className), .real(area),
            .real(area.map { 2 * ($0 / .pi).squareRoot() }), .integer(region.pixels), .real(position?.longitude),
            // Rules give classes without a score.
            .real(position?.latitude), .none, .flag(region.touchesEdge), .flag(region.touchesAbsent),
            .integer(bounds.column), .integer(bounds.row), .integer(bounds.width), .integer(bounds.height),
            .real(object.component.solidity),
        ]
        if objects.codes.count > 1 {
            for code in objects.codes {
                values.append(.real(Double(object.component.contents.count(code)) / Double(region.pixels)))
            }
        }
        values += object.component.signals.map { .real($0.mean) }
        return ObjectFile.Item(
            values: values, polygons: object.polygons.map(PolygonShape.init), point: Self.point(object))
    }

    /// The centre of the interior pixel.
    static func point(_ object: TracedObject) -> PixelPoint {
        PixelPoint(column: Double(object.interior.column) + 0.5, row: Double(object.interior.row) + 0.5)
    }
}

extension PolygonShape {
    init(_ polygon: OutlinePolygon) {
        self.init(outer: Ring(polygon.exterior), holes: polygon.holes.map { Ring($0) })
    }
}

extension Ring {
    init(_ outline: OutlineRing) {
        self.init(outline.corners.map { PixelPoint(column: Double($0.column), row: Double($0.row)) })
    }
}
