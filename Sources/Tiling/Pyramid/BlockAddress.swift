/// One block of a level.
package struct BlockAddress: Hashable, Sendable {
    /// 0 for the mask itself, then one more per halving.
    package var level: Int
    /// Column in the level's grid of blocks, from 0.
    package var column: Int
    /// Row in the level's grid of blocks, from 0.
    package var row: Int

    /// An address from its parts.
    package init(level: Int, column: Int, row: Int) {
        self.level = level
        self.column = column
        self.row = row
    }
}
