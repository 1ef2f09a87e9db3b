import RasterIO
import RasterModel
import Segmentation
import Spool
import Tiling

/// The first reading of a survey, for catalogs that choose thresholds: exact histograms of the whole raster at full
/// resolution.
struct ThresholdSearch {
    private let plan: SurveyPlan
    /// Per catalog and threshold; integers, so the order of tiles does not matter.
    private(set) var histograms: [[ValueHistogram]]

    init(_ plan: SurveyPlan) {
        self.plan = plan
        histograms = plan.catalogs.map(\.segmenter.histograms)
    }

    /// The catalogs that need this reading.
    private static func catalogs(of plan: SurveyPlan) -> [Int] {
        plan.catalogs.indices.filter { plan.catalogs[$0].observesFirst }
    }

    /// What has been counted for each catalog; nil where nothing had to be.
    var observed: [[ValueHistogram]?] { zip(plan.catalogs, histograms).map { $0.observesFirst ? $1 : nil } }

    /// Reads the raster and counts.
    ///
    /// - Parameters:
    ///   - first: record of the grid to begin with.
    ///   - progress: gets 0...1 of this reading.
    ///   - isSaveDue: asked after each record.
    ///   - save: gets the number of records that are counted, and `observed`, where it is due.
    mutating func run(
        fromRecord first: Int = 0, cancellation: Cancellation, progress: (Double) -> Void,
        isSaveDue: () -> Bool = { false }, save: (Int, [[ValueHistogram]?]) throws -> Void = { _, _ in }
    ) throws {
        let plan = plan
        let pipeline = TilePipeline<[[ValueHistogram]], Never>(
            tiles: plan.grid.tiles(fromRecord: first), threads: plan.memory.threads,
            unfinishedLimit: plan.memory.unfinishedTiles,
            cancellation: cancellation)
        let total = Double(plan.source.grid.size.count)
        var pixels = plan.grid.pixels(inRecords: first)
        var records = first
        try pipeline.run { queue in
            var worker = try Worker(plan)
            while let job = queue.next() {
                guard case .tile(let tile) = job else { continue }
                queue.deliver(try worker.count(tile))
            }
        } consume: { job, counts in
            add(counts)
            if case .tile(let tile) = job { pixels += plan.grid.core(tile).count }
            progress(Double(pixels) / total)
            return []
        } isPauseDue: { tile in
            guard plan.grid.endsRecord(tile) else { return false }
            records += 1
            return isSaveDue()
        } pause: {
            try save(records, observed)
        }
    }

    /// Takes counts that an earlier run has left.
    mutating func restore(from reader: inout ByteReader) {
        for catalog in Self.catalogs(of: plan) {
            for index in histograms[catalog].indices { histograms[catalog][index].restore(from: &reader) }
        }
    }

    /// Appends counts as `restore` takes them.
    static func write(_ observed: [[ValueHistogram]?], to writer: inout ByteWriter) {
        for histogram in observed.compactMap(\.self).joined() { histogram.write(to: &writer) }
    }

    mutating func add(_ counts: [[ValueHistogram]]) {
        for (catalog, found) in counts.enumerated() {
            for (threshold, histogram) in found.enumerated() { histograms[catalog][threshold].merge(histogram) }
        }
    }

    /// One thread's part.
    struct Worker: ~Copyable {
        private let plan: SurveyPlan
        private var source: TileSource
        private var observers: [ThresholdObserver?]

        init(_ plan: SurveyPlan) throws {
            self.plan = plan
            source = try TileSource(plan)
            let needed = Set(ThresholdSearch.catalogs(of: plan))
            observers = plan.catalogs.enumerated().map { index, catalog in
                needed.contains(index)
                    ? ThresholdObserver(catalog.segmenter, partSide: plan.partSide(of: catalog)) : nil
            }
        }

        mutating func count(_ tile: Int) throws -> [[ValueHistogram]] {
            guard try source.read(tile) else { return [] }
            return observers.indices.map { index in
                observers[index]?.count(source.view(of: index), core: plan.grid.core(tile)) ?? []
            }
        }
    }
}
