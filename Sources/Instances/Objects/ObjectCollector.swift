package import Spool
package import RasterModel

/// The second sweep's consumer: connects outlines over seams, and puts together what belongs to one object.
///
/// Takes what `ObjectTracer` found, block by block in row-major order, on one thread. Memory holds the open outlines,
/// some rows of pixels and twice `sortMemory`.
package struct ObjectCollector {
    private let size: RasterSize
    private let mostCorners: Int
    private var stitcher: OutlineStitcher
    private var interiors = InteriorPixels()
    private var interiorSort: SpilledSort<PixelPosition>
    private var ringSort: SpilledSort<OutlineKey>

    /// A collector for a raster of the given size.
    ///
    /// - Parameters:
    ///   - mostCorners: objects whose outlines have more corners come without, so that memory is bounded: about 80
    ///     bytes a corner.
    ///   - store: takes closed outlines.
    ///   - sortMemory: bytes to collect before they are written.
    package init(
        raster: RasterSize, mostCorners: Int = .max, store: any SpillStore, sortMemory: Int = 16_000_000
    ) {
        size = raster
        self.mostCorners = mostCorners
        stitcher = OutlineStitcher(size: raster, mostCorners: mostCorners)
        interiorSort = SpilledSort(store: store, memory: sortMemory)
        ringSort = SpilledSort(store: store, memory: sortMemory)
    }

    /// Takes the next block.
    package mutating func add(_ block: TracedBlock) throws {
        try interiorSort.add(block.interiors)
        for run in block.runs { interiors.add(run) }
        if block.window.columns.upperBound == size.width { try interiorSort.add(interiors.finish()) }
        guard let outlines = block.outlines else { return }
        try ringSort.add(block.rings)
        stitcher.add(outlines)
        try ringSort.add(stitcher.rings)
    }

    /// All objects. Once all blocks came.
    ///
    /// - Parameter components: from the first sweep.
    package consuming func finish(_ components: consuming ComponentReader) throws -> ObjectReader {
        ObjectReader(
            mostCorners: mostCorners, components: components, interiors: try interiorSort.sorted(),
            rings: try ringSort.sorted())
    }
}
