import Coverage
import Results

extension ZoneResult {
    /// - Parameters:
    ///   - id: what the user calls the zone.
    ///   - problem: why there is nothing to say of it; nil where there is.
    ///   - values: class values in the mask, in the order of the coverage's classes.
    ///   - objects: what was counted in it; nil where nothing was.
    init(id: String, problem: String?, _ coverage: ZoneCoverage, values: [UInt8], objects: ObjectFigures?) {
        self.init(
            id: id, problem: problem, pixels: CoverageTotals(coverage.pixels),
            areas: coverage.areas.map(CoverageTotals.init) ?? .unknown, polygonArea: coverage.polygonArea,
            classes: zip(coverage.classes, values).map { item, value in
                ZoneClassResult(
                    value: Int(value), name: item.name, pixels: item.pixels, area: item.area,
                    percentOfValid: item.percentOfValid, percentOfZone: item.percentOfZone)
            },
            ratios: coverage.ratios.map { RatioResult(name: $0.name, percent: $0.percent) }, objects: objects)
    }
}
