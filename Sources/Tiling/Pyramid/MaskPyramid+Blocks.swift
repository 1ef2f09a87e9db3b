package import RasterModel

extension MaskPyramid {
    /// Number of a block in its level, in row-major order.
    package func number(of address: BlockAddress) -> Int { address.row * blocksAcross(address.level) + address.column }

    /// Address of a block of level 0.
    package func address(ofBlock block: Int) -> BlockAddress {
        BlockAddress(level: 0, column: block % blocksAcross(0), row: block / blocksAcross(0))
    }

    /// Numbers of the blocks of level 0 that a window meets, in row-major order.
    package func blocks(meeting window: PixelWindow) -> [Int] {
        guard !window.isEmpty else { return [] }
        let columns = window.column / blockSize...(window.columns.upperBound - 1) / blockSize
        let rows = window.row / blockSize...(window.rows.upperBound - 1) / blockSize
        return rows.flatMap { row in columns.map { row * blocksAcross(0) + $0 } }
    }

    /// Pixels of a block of level 0.
    package func window(ofBlock block: Int) -> PixelWindow {
        let address = address(ofBlock: block)
        return window(level: 0, column: address.column, row: address.row)
    }
}
