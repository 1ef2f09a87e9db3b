package import RasterModel
package import Spool

/// Puts mask blocks together from tile cores that do not follow the block grid.
package struct BlockAssembler: Sendable {
    private struct OpenBlock {
        var window: PixelWindow
        var values: [UInt8]
        var missing: Int
    }

    private let pyramid: MaskPyramid
    private var open: [BlockAddress: OpenBlock] = [:]

    /// An assembler of the blocks of level 0.
    package init(pyramid: MaskPyramid) { self.pyramid = pyramid }

    /// Adds the part of a block that one tile decided.
    ///
    /// - Parameter values: row-major mask codes of `part`.
    /// - Returns: all codes of the block once its last pixel has come.
    package mutating func add(_ values: [UInt8], part: PixelWindow, to address: BlockAddress) -> [UInt8]? {
        let window = pyramid.window(level: 0, column: address.column, row: address.row)
        var block =
            open.removeValue(forKey: address)
            ?? OpenBlock(
                window: window, values: Array(repeating: MaskCode.nodata, count: window.count), missing: window.count)
        part.copy(from: values, in: part, into: &block.values, in: window)
        block.missing -= part.count
        precondition(block.missing >= 0, "a pixel of block \(address) was decided twice")
        if block.missing == 0 { return block.values }
        open[address] = block
        return nil
    }
}

extension BlockAssembler {
    /// Appends the blocks that wait for tiles.
    package func write(to writer: inout ByteWriter) {
        writer.put(open.count)
        for (address, block) in open {
            address.write(to: &writer)
            writer.put(block.missing)
            writer.put(bytes: block.values)
        }
    }

    /// Takes the blocks that `write` appended, in place of its own.
    package mutating func restore(from reader: inout ByteReader) {
        open = [:]
        for _ in 0..<reader.number() {
            let address = BlockAddress(from: &reader)
            let missing = reader.number()
            let window = pyramid.window(level: 0, column: address.column, row: address.row)
            open[address] = OpenBlock(window: window, values: reader.bytes(window.count), missing: missing)
        }
    }
}
