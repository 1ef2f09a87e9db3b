package import Spool
import RasterModel

/// What the first sweep settled about components that reach seams, for workers that read it through stores of their own.
package struct ComponentSettlements: Sendable {
    let places: SettlementTable<ComponentPlace>
    let outlineParts: SettlementTable<FirstPixel>?

    /// What an `ObjectTracer` needs to know about a block.
    ///
    /// - Parameters:
    ///   - block: number of the block, in row-major order.
    ///   - store: reads what the survey's store holds.
    package func values(ofBlock block: Int, from store: any SpillStore) throws -> SettledComponents {
        SettledComponents(
            places: try places.values(ofBlock: block, from: store),
            outlineParts: try outlineParts?.values(ofBlock: block, from: store) ?? [])
    }
}
