import RasterModel
package import Spool

/// Puts overview blocks together from the reduced levels of mask blocks.
package struct OverviewAssembler: Sendable {
    private struct OpenBlock {
        /// nil while everything in it is 0.
        var values: [UInt8]?
        var missing: Int
    }

    private let pyramid: MaskPyramid
    private var open: [BlockAddress: OpenBlock] = [:]
    /// Votes per class of squares larger than a block, by level and place: only rasters of more than
    /// blockSize^2 pixels in a direction get there.
    private var votes: [BlockAddress: [UInt8: Int]] = [:]
    private var voters: [BlockAddress: Int] = [:]

    /// An assembler of the blocks of level 1 and above.
    package init(pyramid: MaskPyramid) { self.pyramid = pyramid }

    /// Adds the reduced levels of one mask block.
    ///
    /// - Parameters:
    ///   - levels: values of level 1, 2, ... of the block; empty where all of it is 0.
    ///   - counts: pixels per class of the block.
    /// - Returns: the overview blocks that are complete now, with their values; nil values where all are 0.
    package mutating func add(
        _ levels: [[UInt8]], counts: [UInt8: Int], column: Int, row: Int
    ) -> [(address: BlockAddress, values: [UInt8]?)] {
        var complete: [(address: BlockAddress, values: [UInt8]?)] = []
        for level in 1..<max(1, pyramid.levelsInsideBlock + 1) {
            let side = pyramid.blockSize >> level
            let size = pyramid.sizes[level]
            let part = PixelWindow(column: column * side, row: row * side, width: side, height: side)
                .intersection(PixelWindow(column: 0, row: 0, width: size.width, height: size.height))
            let values = levels.isEmpty ? nil : levels[level - 1]
            if let done = put(values, part: part, level: level) { complete.append(done) }
        }
        complete.append(contentsOf: vote(counts, column: column, row: row))
        return complete
    }

    private mutating func put(
        _ values: [UInt8]?, part: PixelWindow, level: Int
    ) -> (address: BlockAddress, values: [UInt8]?)? {
        let address = BlockAddress(
            level: level, column: part.column / pyramid.blockSize, row: part.row / pyramid.blockSize)
        let window = pyramid.window(level: level, column: address.column, row: address.row)
        var block = open.removeValue(forKey: address) ?? OpenBlock(values: nil, missing: window.count)
        if let values {
            var target = block.values ?? Array(repeating: 0, count: window.count)
            block.values = nil
            part.copy(from: values, in: part, into: &target, in: window)
            block.values = target
        }
        block.missing -= part.count
        if block.missing == 0 { return (address, block.values) }
        open[address] = block
        return nil
    }

    /// Levels whose pixels are larger than a block: adds the block's votes to its square, and passes complete squares
    /// on to the next level.
    private mutating func vote(
        _ counts: [UInt8: Int], column: Int, row: Int
    ) -> [(address: BlockAddress, values: [UInt8]?)] {
        var complete: [(address: BlockAddress, values: [UInt8]?)] = []
        var (counts, column, row) = (counts, column, row)
        var below = RasterSize(width: pyramid.blocksAcross(0), height: pyramid.blocksDown(0))
        for level in pyramid.levelsInsideBlock + 1..<max(pyramid.levelsInsideBlock + 1, pyramid.levelCount) {
            let square = BlockAddress(level: level, column: column / 2, row: row / 2)
            let expected = min(2, below.width - square.column * 2) * min(2, below.height - square.row * 2)
            votes[square, default: [:]].merge(counts) { $0 + $1 }
            voters[square, default: 0] += 1
            guard voters[square] == expected else { break }
            voters[square] = nil
            counts = votes.removeValue(forKey: square) ?? [:]
            (column, row) = (square.column, square.row)
            below = RasterSize(width: (below.width + 1) / 2, height: (below.height + 1) / 2)
            // Most votes; among equals the lower class.
            let winner = counts.filter { $0.value > 0 }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
            let pixel = PixelWindow(column: column, row: row, width: 1, height: 1)
            if let done = put(winner.map { [$0] }, part: pixel, level: level) { complete.append(done) }
        }
        return complete
    }
}

extension OverviewAssembler {
    /// Appends the blocks that wait for others, and votes.
    package func write(to writer: inout ByteWriter) {
        writer.put(open.count)
        for (address, block) in open {
            address.write(to: &writer)
            writer.put(block.missing)
            writer.put(byte: block.values == nil ? 0 : 1)
            if let values = block.values { writer.put(bytes: values) }
        }
        writer.put(voters.count)
        for (address, count) in voters {
            address.write(to: &writer)
            writer.put(count)
            let classes = votes[address] ?? [:]
            writer.put(classes.count)
            for (code, count) in classes {
                writer.put(byte: code)
                writer.put(count)
            }
        }
    }

    /// Takes what `write` appended, in place of its own.
    package mutating func restore(from reader: inout ByteReader) {
        (open, votes, voters) = ([:], [:], [:])
        for _ in 0..<reader.number() {
            let address = BlockAddress(from: &reader)
            let missing = reader.number()
            let window = pyramid.window(level: address.level, column: address.column, row: address.row)
            let values = reader.byte() == 0 ? nil : reader.bytes(window.count)
            open[address] = OpenBlock(values: values, missing: missing)
        }
        for _ in 0..<reader.number() {
            let address = BlockAddress(from: &reader)
            voters[address] = reader.number()
            votes[address] = [:]
            for _ in 0..<reader.number() {
                let code = reader.byte()
                votes[address]?[code] = reader.number()
            }
        }
    }
}
