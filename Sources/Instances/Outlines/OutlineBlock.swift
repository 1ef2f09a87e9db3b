import RasterModel

/// The outlines of one block, for the stitcher.
struct OutlineBlock: Sendable {
    let window: PixelWindow
    let chains: [OutlineChain]
    /// The turns of all chains.
    let turns: [OutlineTurn]
    /// Pixels at the block's border; they belong to indices of `owners`.
    let border: BlockBorder<NoFragment>
    let owners: [OutlineOwner]

    func line(_ side: KeyPath<BlockBorder<NoFragment>, BorderLine>) -> OutlineLine {
        let line = border[keyPath: side]
        return OutlineLine(
            line.indices.map { index in
                line.owners[index] < 0
                    ? .none : OutlinePixel(key: line.key(index), owner: owners[Int(line.owners[index])])
            })
    }
}
