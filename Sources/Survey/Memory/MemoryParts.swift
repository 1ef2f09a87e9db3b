/// What a run's peak of memory is made of, in bytes. Reading, deciding and products come while tiles pass; sweeps over the
/// mask follow, one catalog after the other; the rest lasts.
package struct MemoryParts: Sendable, Hashable {
    /// The program with its libraries, and polygons that have been read.
    package var start = 0
    /// Zones with their sums, previews, overview blocks that wait for the rows below, what methods share.
    package var lasting = 0
    /// Samples of all workers' tiles, decoded and compressed blocks, GDAL's cache, sources of mosaics that are open.
    package var reading = 0
    /// What all workers keep while they classify: codes, validity, neighbourhoods, histograms.
    package var deciding = 0
    /// Tiles that are classified and not yet consumed, and mask blocks that wait for the tiles that share them.
    package var products = 0
    /// The sweeps of the catalog that needs most.
    package var sweeping = 0
    /// What stays of reading while sweeps run: caches and open sources.
    var readingCaches = 0

    /// Peak resident size.
    package var bytes: Int {
        max(start + lasting + reading + deciding + products, bytesOfSweeps)
    }

    /// For people, in MB; sweeping, which comes when tiles have passed, only where there is any.
    package var line: String {
        let megabytes = { (bytes: Int) in "\((bytes + 500_000) / 1_000_000)" }
        let parts = [
            "start \(megabytes(start))", "lasting \(megabytes(lasting))", "reading \(megabytes(reading))",
            "deciding \(megabytes(deciding))", "products \(megabytes(products)) MB",
        ]
        return parts.joined(separator: ", ") + (sweeping > 0 ? "; then sweeping \(megabytes(sweeping)) MB" : "")
    }

    /// Resident size while sweeps run.
    var bytesOfSweeps: Int { start + lasting + readingCaches + sweeping }
}
