import Catalog
import Coverage
import RasterModel

/// What was counted: `objects` in coverage.json.
package struct ObjectDocument: Sendable {
    /// Objects of the raster, a zone, or all zones together.
    package struct Figures: Sendable, Hashable {
        /// How many.
        package var count: Int
        /// How many per hectare of what was judged; nil where it has no area.
        package var perHectare: Double?
        /// Sum of their sizes.
        package var total: Double
        /// Sizes of the smallest, the largest and some between, by name; empty where there are no objects.
        package var sizes: [(name: String, value: Double)] {
            zip(ObjectTotals.shares, quantiles).map { ($0.name, $1) }
        }

        fileprivate var quantiles: [Double]

        init(_ group: ObjectTotals.Group, hasAreas: Bool, judgedArea: Double?) {
            count = group.count
            perHectare = judgedArea.flatMap { $0 > 0 ? Double(group.count) / ($0 / 10_000) : nil }
            total = hasAreas ? FixedArea.squareMetres(group.total) : Double(group.total)
            quantiles = group.quantiles
        }

        /// Members of a JSON object; sizes are null where there are no objects.
        func members(unit: String) -> [JSONValue.Member] {
            let sizes: [JSONValue.Member] =
                [.init(key: "total", value: .number(total)), .init(key: "mean", value: .number(total / Double(count)))]
                + sizes.map { .init(key: $0.name, value: .number($0.value)) }
            return [
                .init(key: "count", value: .integer(count)), .init(key: "per_hectare", value: .optional(perHectare)),
                .init(key: unit, value: count == 0 ? .null : .object(sizes)),
            ]
        }
    }

    /// Name of the class, or of the classes with + between them.
    package let className: String
    /// Over the raster.
    package let all: Figures
    /// "area_m2" or "pixels": what sizes are.
    package let sizeUnit: String
    private let plan: ObjectPlan
    private let totals: ObjectTotals
    private let hasZones: Bool

    init(_ totals: ObjectTotals, _ plan: ObjectPlan, judgedArea: Double?, hasZones: Bool) {
        self.plan = plan
        self.hasZones = hasZones
        self.totals = totals
        className = plan.className
        sizeUnit = totals.hasAreas ? "area_m2" : "pixels"
        all = Figures(totals.groups[0], hasAreas: totals.hasAreas, judgedArea: judgedArea)
    }

    /// Of a zone by its place, or of all zones together, which come after them.
    func zone(_ index: Int, judgedArea: Double?) -> Figures {
        Figures(totals.groups[1 + index], hasAreas: totals.hasAreas, judgedArea: judgedArea)
    }

    /// How many objects lie in no zone, and how many in more than one, each of which counts them; nil without zones.
    package var besideZones: (inNone: Int, inSeveral: Int)? {
        hasZones ? (totals.outside, totals.inSeveral) : nil
    }

    /// Objects whose outlines were left out.
    package var withoutOutline: Int { totals.withoutOutline }

    var json: JSONValue {
        let zones: JSONValue =
            hasZones
            ? .members([
                "inside": .integer(all.count - totals.outside), "outside": .integer(totals.outside),
                "in_several": .integer(totals.inSeveral),
            ]) : .null
        let minArea = plan.rule.minArea?.description
        return .object(
            all.members(unit: sizeUnit) + [
                .init(
                    key: "classes",
                    value: .array([.members(["name": .string(className), "count": .integer(all.count)])])),
                .init(key: "split", value: .string("components")),
                .init(key: "neighbours", value: .integer(plan.rule.joinsCorners ? 8 : 4)),
                .init(key: "min_area", value: .optional(minArea)),
                .init(key: "touching_edge", value: .integer(totals.touchingEdge)),
                .init(key: "without_outline", value: .integer(totals.withoutOutline)),
                .init(key: "by_zone", value: zones),
            ])
    }
}
