import Instances
import Spool
import Testing

@testable import Survey

@Suite("Objects by zone")
struct ObjectTallyTests {
    private static let width = 60
    private static let height = 40
    /// Columns and rows of zones: two that overlap, one apart, one without any pixel.
    private static let zones: [(columns: Range<Int>, rows: Range<Int>)] = [
        (0..<30, 0..<20), (10..<50, 5..<40), (52..<58, 2..<9), (58..<58, 0..<40),
    ]

    private let given = SmallMask.random(width, height, seed: 67)
    private let catalog = SmallCatalog.threeClasses(objects: "{class: a, neighbours: 4}")

    private func objects() throws -> [TracedObject] {
        var sweep = try SmallSweep(given, catalog)
        return try sweep.traced(try #require(try sweep.run()))
    }

    /// - Parameter zones: how many of the zones above; 0: none are given.
    private func totals(_ objects: [TracedObject], zones: Int) throws -> ObjectTotals {
        let survey = try SmallSurvey(counting: given, [catalog])
        if zones > 0 {
            survey.request.zones = try survey.zones(
                Self.zones.prefix(zones).enumerated().map { index, zone in
                    // The last one is a sliver that holds the centre of no pixel.
                    let right = Double(zone.columns.upperBound) + (zone.columns.isEmpty ? 0.25 : 0)
                    let rows = -Double(zone.rows.upperBound)...(-Double(zone.rows.lowerBound))
                    return ("zone \(index)", corners(Double(zone.columns.lowerBound)...right, rows))
                })
        }
        var tally = ObjectTally(try survey.plan(), hasAreas: false, store: SpillMemory())
        for object in objects { try tally.add(object) }
        return try tally.finish()
    }

    /// The zones that hold the pixel that stands for an object.
    private func holders(_ object: TracedObject) -> [Int] {
        Self.zones.indices.filter {
            Self.zones[$0].columns.contains(object.interior.column) && Self.zones[$0].rows.contains(object.interior.row)
        }
    }

    private func check(_ group: ObjectTotals.Group, _ objects: [TracedObject]) {
        let sizes = objects.map(\.component.region.pixels).sorted()
        #expect(group.count == sizes.count)
        #expect(group.total == UInt128(sizes.reduce(0, +)))
        #expect(group.quantiles.isEmpty == sizes.isEmpty)
        #expect(group.quantiles.first == sizes.first.map(Double.init))
        #expect(group.quantiles.last == sizes.last.map(Double.init))
        #expect(group.quantiles == group.quantiles.sorted())
    }

    @Test("An object belongs to the zones that hold its interior point, and to their union once")
    func zones() throws {
        let objects = try objects()
        let totals = try totals(objects, zones: 4)
        #expect(totals.groups.count == 6, "the raster, four zones, their union")
        check(totals.groups[0], objects)
        for zone in Self.zones.indices { check(totals.groups[1 + zone], objects.filter { holders($0).contains(zone) }) }
        check(totals.groups[5], objects.filter { !holders($0).isEmpty })
        #expect(totals.outside == objects.count { holders($0).isEmpty })
        #expect(totals.inSeveral == objects.count { holders($0).count > 1 })
        #expect(totals.inSeveral > 0 && totals.outside > 0 && totals.groups[3].count > 0, "nothing to tell apart")
    }

    @Test("Zones add up: what is in several is counted in each of them")
    func sums() throws {
        let totals = try totals(try objects(), zones: 4)
        #expect(totals.groups[0].count == totals.groups[5].count + totals.outside)
        #expect(totals.groups[1...4].reduce(0) { $0 + $1.count } == totals.groups[5].count + totals.inSeveral)
    }

    @Test("One zone has no union, and no zones leave the raster alone")
    func few() throws {
        let objects = try objects()
        let (one, none) = (try totals(objects, zones: 1), try totals(objects, zones: 0))
        #expect(one.groups.count == 2 && none.groups.count == 1)
        #expect(one.groups[0] == none.groups[0])
        #expect(none.outside == 0 && none.inSeveral == 0 && one.inSeveral == 0)
        #expect(one.touchingEdge == objects.count { $0.component.region.touchesEdge })
        #expect(one.touchingEdge == none.touchingEdge)
    }

    @Test("The order of objects does not matter")
    func order() throws {
        let objects = try objects()
        let (there, back) = (try totals(objects, zones: 3), try totals(objects.reversed(), zones: 3))
        #expect(there.groups == back.groups)
        #expect(there.outside == back.outside && there.inSeveral == back.inSeveral)
    }
}
