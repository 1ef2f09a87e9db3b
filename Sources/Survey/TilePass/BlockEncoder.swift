import RasterIO
import RasterModel
import Tiling

/// Turns mask codes into the compressed blocks of the mask file. Belongs to one worker.
struct BlockEncoder {
    private let pyramid: MaskPyramid
    private let classes: [UInt8]
    /// Mask values by code; nil where they are the same.
    private let maskValues: [UInt8]?
    private var deflater = RunLengthDeflater()
    private var reduction = ModeReduction()
    /// Streams of blocks that hold one value only.
    private var uniform: [UInt8: [UInt8]] = [:]
    private var padded: [UInt8] = []

    init(pyramid: MaskPyramid, classCodes: ClassCodes) {
        self.pyramid = pyramid
        classes = classCodes.codes
        maskValues = classCodes.areValues ? nil : classCodes.maskValues
        padded = Array(repeating: 0, count: pyramid.blockSize * pyramid.blockSize)
    }

    /// Compresses a mask block and reduces it.
    ///
    /// - Parameter codes: row-major mask codes of the block's window; special codes become 0.
    mutating func encode(_ address: BlockAddress, codes: [UInt8]) -> EncodedBlock {
        let window = pyramid.window(level: 0, column: address.column, row: address.row)
        let values = holdsSpecialCodes(codes.span) ? withoutSpecialCodes(codes) : codes
        let present = occurring(in: values)
        let bytes = compress(values, size: RasterSize(width: window.width, height: window.height))
        let levels =
            present.isEmpty
            ? []
            : reduction.reduce(
                values, size: RasterSize(width: window.width, height: window.height), classes: present.map(\.value),
                levels: pyramid.levelsInsideBlock, isFull: present.reduce(0) { $0 + $1.count } == values.count)
        return EncodedBlock(
            address: address, bytes: bytes, levels: levels,
            counts: Dictionary(uniqueKeysWithValues: present.map { ($0.value, $0.count) }))
    }

    /// Compresses an overview block.
    mutating func compress(_ address: BlockAddress, values: [UInt8]?) -> [UInt8] {
        let window = pyramid.window(level: address.level, column: address.column, row: address.row)
        guard let values else { return uniformStream(0) }
        return compress(values, size: RasterSize(width: window.width, height: window.height))
    }

    /// Compresses codes as they are, special ones included, for later sweeps.
    mutating func compress(codes: [UInt8]) -> [UInt8] { deflater.compress(codes) }

    /// What some pieces of a mask take, each compressed for itself.
    mutating func compressedBytes(of pieces: [[UInt8]]) -> Int {
        pieces.reduce(0) { $0 + stream(of: $1).count }
    }

    private mutating func compress(_ values: [UInt8], size: RasterSize) -> [UInt8] {
        let side = pyramid.blockSize
        if size.width == side, size.height == side {
            if let first = values.first, values.span.isUniform(first) { return uniformStream(first) }
            return stream(of: values)
        }
        if values.span.isUniform(0) { return uniformStream(0) }
        // Blocks at the right and lower edge are filled up with 0.
        for i in padded.indices { padded[i] = 0 }
        for row in 0..<size.height {
            padded.replaceSubrange(
                row * side..<row * side + size.width, with: values[row * size.width..<(row + 1) * size.width])
        }
        return stream(of: padded)
    }

    /// Compresses codes as the class values that they stand for.
    private mutating func stream(of codes: [UInt8]) -> [UInt8] {
        guard let maskValues else { return deflater.compress(codes) }
        return deflater.compress(codes.map { maskValues[Int($0)] })
    }

    private mutating func uniformStream(_ value: UInt8) -> [UInt8] {
        if let known = uniform[value] { return known }
        let stream = stream(of: Array(repeating: value, count: pyramid.blockSize * pyramid.blockSize))
        uniform[value] = stream
        return stream
    }

    /// The classes that occur, ascending, and how often.
    private func occurring(in values: [UInt8]) -> [(value: UInt8, count: Int)] {
        var left = values.count - values.span.count(of: 0)
        var found: [(value: UInt8, count: Int)] = []
        for value in classes where left > 0 {
            let count = values.span.count(of: value)
            if count > 0 { found.append((value, count)) }
            left -= count
        }
        return found
    }
}

private func holdsSpecialCodes(_ codes: Span<UInt8>) -> Bool {
    var highest: UInt8 = 0
    for i in 0..<codes.count { highest = max(highest, codes[i]) }
    return highest > MaskCode.highestClass
}

private func withoutSpecialCodes(_ codes: [UInt8]) -> [UInt8] {
    var values = codes
    var span = values.mutableSpan
    for i in 0..<span.count {
        let keep: UInt8 = span[i] > MaskCode.highestClass ? 0 : 255
        span[i] &= keep
    }
    return values
}
