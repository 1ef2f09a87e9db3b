import Foundation

@testable import Results

/// Values with everything in them that a file may hold.
enum Samples {
    static func figures(_ count: Int, unit: ObjectSizes.Unit = .area) -> ObjectFigures {
        let sizes =
            count == 0 ? nil : ObjectSizes(total: 12.5, mean: 12.5 / Double(count), values: [1, 1.5, 2, 3, 4, 5.25, 6])
        return ObjectFigures(count: count, perHectare: count == 0 ? nil : 0.1, sizeUnit: unit, sizes: sizes)
    }

    static func zone(_ id: String, problem: String? = nil, objects: ObjectFigures? = nil) -> ZoneResult {
        ZoneResult(
            id: id, problem: problem,
            pixels: CoverageTotals(total: 10, valid: 7.25, nodata: 1.5, unobserved: 0.25, outside: 1),
            areas: problem == nil
                ? CoverageTotals(total: nil, valid: 2.5, nodata: 0.1, unobserved: 0, outside: nil) : .unknown,
            polygonArea: problem == nil ? 3.25 : nil,
            classes: [
                ZoneClassResult(
                    value: 7, name: "soil, bare", pixels: 1 / 3, area: 0.1, percentOfValid: 4.6, percentOfZone: nil)
            ], ratios: [RatioResult(name: "r", percent: nil)], objects: objects)
    }

    static var thresholds: [ThresholdResult] {
        let side = ThresholdFiguresResult.Side(share: 0.25, mean: 0.1, deviation: 0)
        let figures = ThresholdFiguresResult(
            candidate: 0.125, lower: side, upper: side, eta: 0.9, separation: .infinity, valley: 0)
        return [
            ThresholdResult(
                name: "green", value: 0.1, method: .minimumError, isAccepted: false,
                objections: ["the histogram has one hill", "all values are the same"], invalidPixels: 3,
                figures: figures,
                sensitivity: ThresholdSensitivityResult(
                    percentOfValuesAbove: 50,
                    lowered: ThresholdSensitivityResult.Probe(value: 0.08, percentOfValuesAbove: 51), raised: nil)),
            ThresholdResult(
                name: "red", value: -1, method: .fixed, isAccepted: true, objections: [], invalidPixels: 0,
                figures: nil, sensitivity: nil),
            ThresholdResult(
                name: "blue", value: 0.25, method: .frozen, isAccepted: true,
                objections: ["the histogram has one hill"],
                invalidPixels: 0, figures: nil, sensitivity: nil, formula: "blue / green",
                source: ThresholdResult.Source(path: "july/run", sha256: "ef", method: .otsu, isAccepted: false)),
        ]
    }

    static var coverage: CoverageResult { coverage() }

    static var objects: ObjectResult { objects(figures(4), ObjectResult.ByZone(inside: 3, outside: 1, inSeveral: 1)) }

    static func objects(_ all: ObjectFigures, _ byZone: ObjectResult.ByZone?) -> ObjectResult {
        ObjectResult(
            all: all, classes: [ObjectResult.ClassCount(name: "tree+shrub", count: 4)], split: "components",
            neighbours: 4, minArea: "0.5 m2", touchingEdge: 1, withoutOutline: 0, byZone: byZone)
    }

    /// - Parameters:
    ///   - hasAreas: false for a raster without any.
    ///   - zones: nil: two, with their union.
    static func coverage(
        hasAreas: Bool = true, zones: [ZoneResult]? = nil, objects: ObjectResult? = Samples.objects
    ) -> CoverageResult {
        let patches = PatchResult(
            count: 2, neighbours: 8, perHectare: nil, pixels: PatchResult.Sizes(mean: 2, median: 2, largest: 3),
            area: nil, largestPercentOfValid: 30, edgeSides: 12, edge: 1.5, edgePerHectare: nil)
        return CoverageResult(
            raster: "field \"A\".tif", catalog: "farm", isValidated: false,
            pixels: CoverageTotals(total: 12, valid: 7, nodata: 2, unobserved: 2, outside: 1),
            areas: hasAreas
                ? CoverageTotals(total: 5633.787041854113, valid: nil, nodata: 0, unobserved: 0.1, outside: 1e-7)
                : .unknown,
            planarTotal: hasAreas ? 5632.000000000001 : nil,
            classes: [
                ClassResult(value: 1, name: "soil", pixels: 7, area: nil, percentOfValid: 100, patches: patches),
                ClassResult(value: 255, name: "Grün", pixels: 0, area: 0, percentOfValid: nil, patches: nil),
            ],
            ratios: [RatioResult(name: "a", percent: 39.747561354157334), RatioResult(name: "b", percent: nil)],
            cautions: [CautionResult(code: "joined-objects", text: "look at objects.gpkg")], thresholds: thresholds,
            zones: zones ?? [
                zone("1", objects: figures(3)), zone("zwei", problem: "it is empty", objects: figures(0)),
            ],
            zonesUnion: zones == nil ? zone("(union)", objects: figures(3)) : nil, objects: objects)
    }

    static var validity: RunValidity {
        let (own, other) = (RunValidity.Band(file: nil, number: 1), RunValidity.Band(file: "b.tif", number: 2))
        return RunValidity(
            given: RunNodata(
                values: "0", overruled: [RunNodata.Overruled(path: "a.tif", declared: ["255"])]),
            whereAll: [[RunValidity.Nodata(band: own, value: "0.0"), RunValidity.Nodata(band: other, value: "0.0")]],
            whereAny: [RunValidity.Nodata(band: other, value: "nan")], alphaBands: [other, own],
            masks: [.band(own), .sources(of: other), .reach(of: "b.tif")])
    }

    /// - Parameter outputs: files of the run and their sizes.
    static func record(_ outputs: [RunOutput] = []) -> RunRecord {
        let time = Date(timeIntervalSince1970: 1_780_000_000)
        let layer = RunPolygons.Layer(name: "fields", zones: 2, idField: nil, because: "no column is unique")
        return RunRecord(
            quadrat: "0.1.0", gdal: "3.6.2", command: ["quadrat", "cover"], started: time, finished: time + 2,
            catalog: RunCatalog(name: "farm", file: nil, sha256: "ab", text: "quadrat: 1\n"),
            inputs: [
                RunInput(
                    path: "a.tif", driver: "GTiff", width: 2, height: 3, bands: 1, crs: "UTM", crsCode: nil,
                    geotransform: [0, 0.05, 0, 1, 0, -0.05], bytes: 12, modified: time, fingerprint: nil),
                RunInput(
                    path: "b", driver: "VRT", width: 2, height: 3, bands: 1, crs: nil, crsCode: nil,
                    geotransform: nil, bytes: nil, modified: nil, fingerprint: nil),
            ],
            bands: [
                RunBand(symbol: "R", file: nil, band: 1, because: "it is flagged Red", scaling: nil),
                RunBand(
                    symbol: "N", file: "b", band: 2, because: "you say so",
                    scaling: RunBand.Scaling(scale: 0.0001, offset: -0.1, because: nil)),
            ],
            indices: [RunIndex(name: "NDVI", formula: "(N-R)/(N+R)", source: "Rouse 1973")],
            validity: validity, reader: .libtiff,
            tiles: RunTiles(read: 1, width: 512, height: 512, halo: 0), threads: 2,
            memory: RunMemory(limit: 4, planned: 3, peak: nil, unfinishedTiles: 6, gdalCache: 1),
            within: RunPolygons(path: "w.gpkg", sha256: nil, layers: nil),
            zones: RunPolygons(path: "z.gpkg", sha256: "cd", layers: [layer]), pixelSize: [0.05, 0.05],
            areaMethod: "ellipsoidal", areaScaleDisagreement: 5.5e-13, thresholds: thresholds,
            steps: [RunStep(name: "survey", seconds: 0.5), RunStep(name: "write", seconds: 0.25)], spilledBytes: nil,
            processorSeconds: 0.28,
            identity: RunIdentity([RunIdentity.Part("raster", "12:ab"), RunIdentity.Part("--nodata", "")]), resumed: 2,
            warnings: ["a"], outputs: outputs,
            failedOutputs: [RunFailure(name: "preview.png", reason: "cannot write out/preview.png: disk full")])
    }
}
