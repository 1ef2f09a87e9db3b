import Spool
import Coverage
import Instances
import RasterModel
import Tiling

/// Adds up objects, one after the other.
struct ObjectTally {
    private var totals: ObjectTotals
    private let zones: SurveyZones?
    /// Decide which zone holds a position.
    private let masks: [PolygonMask]
    private var ranking: SizeRanking?

    /// - Parameter hasAreas: whether the area of every pixel that has a class is known.
    init(_ plan: SurveyPlan, hasAreas: Bool, store: any SpillStore) {
        zones = plan.zones
        let size = plan.pyramid.sizes[0]
        masks = plan.zones?.zones.map { PolygonMask($0.polygons, size: size) } ?? []
        let groups = Array(repeating: ObjectTotals.Group(), count: 1 + (plan.zones?.measures.count ?? 0))
        totals = ObjectTotals(groups: groups, hasAreas: hasAreas)
        ranking = SizeRanking(store: store)
    }

    mutating func add(_ object: TracedObject) throws {
        let region = object.component.region
        try add(object, to: 0)
        if region.touchesEdge { totals.touchingEdge += 1 }
        if object.isOutlineOmitted { totals.withoutOutline += 1 }
        guard let zones else { return }
        let position = object.interior
        let pixel = PixelWindow(column: position.column, row: position.row, width: 1, height: 1)
        let holders = zones.shapes.meeting(pixel).filter {
            $0 < masks.count && !masks[$0].spans(row: position.row, columns: pixel.columns).isEmpty
        }
        for zone in holders { try add(object, to: 1 + zone) }
        if let union = zones.union, !holders.isEmpty { try add(object, to: 1 + union) }
        if holders.isEmpty { totals.outside += 1 }
        if holders.count > 1 { totals.inSeveral += 1 }
    }

    private mutating func add(_ object: TracedObject, to group: Int) throws {
        let region = object.component.region
        totals.groups[group].count += 1
        totals.groups[group].total += totals.hasAreas ? region.area : UInt128(region.pixels)
        let size = totals.hasAreas ? FixedArea.squareMetres(region.area) : Double(region.pixels)
        try ranking?.add(size, group: group, number: object.id)
    }

    /// The sums, once all objects came.
    mutating func finish() throws -> ObjectTotals {
        let found = try ranking.take()?.quantiles(ObjectTotals.shares.map(\.share)) ?? [:]
        for (group, quantiles) in found { totals.groups[group].quantiles = quantiles }
        return totals
    }
}
