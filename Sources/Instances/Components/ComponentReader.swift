import Spool

/// The objects of a raster in the order of their numbers, without outlines: memory holds one at a time.
package struct ComponentReader {
    private var entries: SortedEntries<PixelPosition>
    private var count = 0

    init(_ entries: SortedEntries<PixelPosition>) { self.entries = entries }

    /// The next object and its number, from 1 in raster order of first pixels; nil behind the last.
    package mutating func next() throws -> (number: Int, component: Component)? {
        guard let entry = try entries.next(as: Component.self) else { return nil }
        count += 1
        return (count, entry.value)
    }
}
