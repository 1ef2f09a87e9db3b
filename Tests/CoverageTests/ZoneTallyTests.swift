import RasterModel
import TestSupport
import Testing

@testable import Coverage

@Suite("Tally by zone and mask code")
struct ZoneTallyTests {
    let size = RasterSize(width: 331, height: 203)
    let classes: [UInt8] = [1, 2, 7, 253]
    var whole: PixelWindow { PixelWindow(column: 0, row: 0, width: size.width, height: size.height) }

    /// Patches and noise of some codes.
    private func mask(_ codes: [UInt8], seed: Int) -> [UInt8] {
        var generator = SeededGenerator(seed)
        return (0..<size.count).map { place in
            let patch = place % size.width / 41 + place / size.width / 29 * 3
            let noisy = UInt8.random(in: 0...9, using: &generator) == 0
            return codes[(noisy ? Int.random(in: 0..<999, using: &generator) : patch) % codes.count]
        }
    }

    /// Fields, slivers, a zone beyond the raster, an empty one, and one that is everywhere.
    private func zones(_ seed: Int) -> [[PolygonShape]] {
        var polygons = RandomPolygons(seed)
        let all = PolygonShape(
            outer: Ring([(-5, -5), (999, -5), (999, 999), (-5, 999)].map { PixelPoint(column: $0.0, row: $0.1) }))
        let far = PolygonShape(outer: polygons.star(column: 9999, row: 10, radii: 1...20, corners: 5))
        return (0..<12).map { _ in [polygons.polygon(on: size)] } + [[all], [far], []]
    }

    /// Pixel by pixel, from the shares.
    private func naive(_ mask: [UInt8], _ shapes: ZoneShapes, areas: PixelAreas?, classes: [UInt8]) -> ZoneTally {
        var tally = ZoneTally(zones: shapes.zones.count, classes: classes)
        for (zone, polygons) in shapes.zones.enumerated() {
            let shares = polygons.shares(in: whole)
            var pixels = shares.parts.map { ($0.column, $0.row, $0.share) }
            for run in shares.runs { pixels += run.columns.map { ($0, run.row, FixedShare.one) } }
            var part = ZoneTally.Part()
            part.zones = [zone]
            part.sums = Array(repeating: ZoneTally.Sum(), count: tally.codes.count)
            for (column, row, share) in pixels {
                guard let slot = tally.codes.firstIndex(of: mask[row * size.width + column]) else { continue }
                part.sums[slot].shares += UInt128(share)
                guard let areas else { continue }
                if let area = areas.pixelArea(column: column, row: row) {
                    part.sums[slot].area += (area * UInt128(share) + 1 << 29) >> 30
                } else {
                    part.sums[slot].unknown += UInt128(share)
                }
            }
            tally.merge(part)
        }
        return tally
    }

    /// The tally of a raster cut into windows.
    private func tally(
        _ mask: [UInt8], _ shapes: ZoneShapes, areas: PixelAreas?, classes: [UInt8], width: Int, height: Int
    ) -> ZoneTally {
        var counter = ZoneCounter(shapes, areas: areas, classes: classes)
        var tally = ZoneTally(zones: shapes.zones.count, classes: classes)
        for window in whole.blocks(width: width, height: height, within: size).reversed() {
            let rows = window.rows.flatMap { row in
                mask[row * size.width + window.column..<row * size.width + window.columns.upperBound] + [99]
            }
            tally.merge(counter.count(rows.span, stride: window.width + 1, window: window))
        }
        return tally
    }

    @Test("every tiling gives the sums of single pixels", arguments: AreaCase.all)
    func tilings(_ layout: AreaCase) {
        let mask = mask(classes + [MaskCode.nodata, MaskCode.outside, MaskCode.unobserved], seed: 21)
        let shapes = ZoneShapes(zones(22), size: size)
        let expected = naive(mask, shapes, areas: layout.areas, classes: classes)
        for (width, height) in [(331, 203), (64, 64), (50, 31), (331, 1), (7, 203)] {
            let found = tally(
                mask, shapes, areas: layout.areas, classes: classes, width: width, height: height)
            #expect(found == expected)
        }
    }

    @Test("codes add up to the zone's shares, and a zone that is everywhere to the raster's tally")
    func totals() throws {
        let mask = mask(classes + [MaskCode.nodata], seed: 23)
        let polygons = zones(24)
        let shapes = ZoneShapes(polygons, size: size)
        let areas = AreaCase.all[3].areas
        let found = tally(mask, shapes, areas: areas, classes: classes, width: 100, height: 100)
        for (zone, shares) in shapes.zones.enumerated() {
            #expect(found.total(zone: zone).shares == shares.shares(in: whole).total)
        }
        var raster = AreaTally()
        raster.add(mask.span, stride: size.width, window: whole, areas: areas, classes: classes)
        for code in found.codes {
            #expect(found.sum(zone: 12, code: code).shares == UInt128(raster.pixels(code)) << 30)
            #expect(found.sum(zone: 12, code: code).area == raster.area(code))
        }
        for zone in [13, 14] { #expect(found.total(zone: zone) == ZoneTally.Sum()) }
    }

    @Test("two by two pixels, spelled out")
    func spelledOut() throws {
        let size = RasterSize(width: 2, height: 2)
        // From the middle of the first column to the right edge, upper three quarters of the second row.
        let ring = Ring([(0.5, 0), (2, 0), (2, 1.75), (0.5, 1.75)].map { PixelPoint(column: $0.0, row: $0.1) })
        let shapes = ZoneShapes([[PolygonShape(outer: ring)]], size: size)
        let areas = try PixelAreas(pixelWidth: 2, pixelHeight: 3)
        var counter = ZoneCounter(shapes, areas: areas, classes: [1, 2])
        let mask: [UInt8] = [1, 2, 1, MaskCode.nodata]
        var tally = ZoneTally(zones: 1, classes: [1, 2])
        tally.merge(counter.count(mask.span, stride: 2, window: PixelWindow(column: 0, row: 0, width: 2, height: 2)))
        #expect(FixedShare.pixels(tally.sum(zone: 0, code: 1).shares) == 0.5 + 0.375)
        #expect(FixedShare.pixels(tally.sum(zone: 0, code: 2).shares) == 1)
        #expect(FixedShare.pixels(tally.sum(zone: 0, code: MaskCode.nodata).shares) == 0.75)
        #expect(FixedArea.squareMetres(tally.sum(zone: 0, code: 1).area) == 0.875 * 6)
        #expect(FixedArea.squareMetres(tally.total(zone: 0).area) == 1.5 * 1.75 * 6)
        #expect(tally.sum(zone: 0, code: 77) == ZoneTally.Sum())
    }

    @Test("a catalog that uses up all codes is tallied too")
    func allCodes() {
        let classes = Array(UInt8(1)...253)
        let mask = mask(classes, seed: 25)
        let shapes = ZoneShapes(zones(26), size: size)
        let areas = AreaCase.all[2].areas
        let found = tally(mask, shapes, areas: areas, classes: classes, width: 64, height: 64)
        #expect(found == naive(mask, shapes, areas: areas, classes: classes))
    }

    @Test("merging tallies is merging their parts")
    func merging() {
        let mask = mask(classes, seed: 27)
        let shapes = ZoneShapes(zones(28), size: size)
        var counter = ZoneCounter(shapes, areas: nil, classes: classes)
        var (left, right, both) = (
            ZoneTally(zones: 15, classes: classes), ZoneTally(zones: 15, classes: classes),
            ZoneTally(zones: 15, classes: classes)
        )
        for (index, window) in whole.blocks(width: 50, height: 50, within: size).enumerated() {
            let rows = window.rows.flatMap { row in
                mask[row * size.width + window.column..<row * size.width + window.columns.upperBound]
            }
            let part = counter.count(rows.span, stride: window.width, window: window)
            if index % 3 == 0 { left.merge(part) } else { right.merge(part) }
            both.merge(part)
        }
        left.merge(right)
        #expect(left == both)
        left.merge(ZoneTally(zones: 15, classes: classes))
        #expect(left == both)
    }

    @Test("zones that do not overlap are their union together")
    func union() {
        let mask = mask(classes, seed: 29)
        func box(_ left: Double, _ right: Double) -> PolygonShape {
            let ends = [(left, -3), (right, -3), (right, 150.3), (left, 150.3)]
            return PolygonShape(outer: Ring(ends.map { PixelPoint(column: $0.0, row: $0.1) }))
        }
        let zones = [[box(10.25, 100.7)], [box(100.7, 220.1)], [box(10.25, 220.1)], []]
        let areas = AreaCase.all[2].areas
        var found = tally(
            mask, ZoneShapes(zones, size: size), areas: areas, classes: classes, width: 64, height: 64)
        found.replace(zone: 3, withSumOf: 0..<2)
        for code in classes {
            let (sum, whole) = (found.sum(zone: 3, code: code), found.sum(zone: 2, code: code))
            // The border between both is rounded on either side.
            #expect((Double(sum.shares) - Double(whole.shares)).magnitude <= 151)
            #expect((Double(sum.area) / Double(whole.area) - 1).magnitude < 1e-9)
        }
    }

    @Test("shares of huge areas do not overflow")
    func huge() {
        let area: UInt128 = 1 << 126
        #expect(FixedShare.part(FixedShare.one, of: area) == area)
        #expect(FixedShare.part(FixedShare.one / 4, of: area) == area / 4)
        #expect(FixedShare.part(3, of: 1 << 29) == 2)
        #expect(FixedShare.part(1, of: 1 << 29) == 1)
        #expect(FixedShare.part(1, of: 1 << 29 - 1) == 0)
    }
}
