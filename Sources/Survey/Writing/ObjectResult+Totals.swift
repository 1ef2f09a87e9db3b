import Catalog
import Coverage
import RasterModel
import Results

extension ObjectResult {
    /// - Parameters:
    ///   - judgedArea: of the raster, in m2; nil where it has none.
    ///   - hasZones: true where objects were looked up in zones.
    init(_ totals: ObjectTotals, _ plan: ObjectPlan, judgedArea: Double?, hasZones: Bool) {
        let all = ObjectFigures(totals.groups[0], hasAreas: totals.hasAreas, judgedArea: judgedArea)
        let byZone = ByZone(
            inside: all.count - totals.outside, outside: totals.outside, inSeveral: totals.inSeveral)
        self.init(
            all: all, classes: [ClassCount(name: plan.className, count: all.count)], split: "components",
            neighbours: plan.rule.joinsCorners ? 8 : 4, minArea: plan.rule.minArea?.description,
            touchingEdge: totals.touchingEdge, withoutOutline: totals.withoutOutline,
            byZone: hasZones ? byZone : nil)
    }
}

extension ObjectFigures {
    /// - Parameter judgedArea: of the raster or zone, in m2; nil where it has none.
    init(_ group: ObjectTotals.Group, hasAreas: Bool, judgedArea: Double?) {
        let total = hasAreas ? FixedArea.squareMetres(group.total) : Double(group.total)
        let sizes =
            group.count == 0
            ? nil : ObjectSizes(total: total, mean: total / Double(group.count), values: group.quantiles)
        self.init(
            count: group.count,
            perHectare: judgedArea.flatMap { $0 > 0 ? Double(group.count) / ($0 / 10_000) : nil },
            sizeUnit: hasAreas ? .area : .pixels, sizes: sizes)
    }
}
