/// What a TIFF does to the samples of a block before it packs them (tag 317), undone in place.
enum TIFFPredictor: UInt16, Sendable, Hashable {
    case none = 1
    /// Each sample is stored as the difference to the one of the pixel before.
    case horizontal = 2
    /// The bytes of floating-point samples are sorted by their weight in each row, then stored as differences.
    case floatingPoint = 3

    /// Undoes it for a block.
    ///
    /// - Parameters:
    ///   - bytes: whole rows of samples.
    ///   - row: samples of one row, all bands together.
    ///   - stride: samples from one pixel to the next of the same band.
    ///   - size: bytes of a sample.
    ///   - isSwapped: the file's order of bytes is not that of this machine.
    func undo(in bytes: UnsafeMutableRawBufferPointer, row: Int, stride: Int, size: Int, isSwapped: Bool) {
        if self != .floatingPoint, isSwapped { unsafe Self.swap(bytes, size: size) }
        switch self {
        case .none: return
        case .horizontal:
            switch size {
            case 1: unsafe RunningSums<UInt8>.add(in: bytes, row: row, stride: stride)
            case 2: unsafe RunningSums<UInt16>.add(in: bytes, row: row, stride: stride)
            case 4: unsafe RunningSums<UInt32>.add(in: bytes, row: row, stride: stride)
            default: unsafe RunningSums<UInt64>.add(in: bytes, row: row, stride: stride)
            }
        case .floatingPoint:
            unsafe RunningSums<UInt8>.add(in: bytes, row: row * size, stride: stride)
            unsafe Self.gather(bytes, row: row, size: size)
        }
    }

    private static func swap(_ bytes: UnsafeMutableRawBufferPointer, size: Int) {
        switch size {
        case 1: return
        case 2: for i in unsafe bytes.bindMemory(to: UInt16.self).indices { unsafe swapOne(bytes, i, UInt16.self) }
        case 4: for i in unsafe bytes.bindMemory(to: UInt32.self).indices { unsafe swapOne(bytes, i, UInt32.self) }
        default: for i in unsafe bytes.bindMemory(to: UInt64.self).indices { unsafe swapOne(bytes, i, UInt64.self) }
        }
    }

    @inline(__always)
    private static func swapOne<T: FixedWidthInteger>(_ bytes: UnsafeMutableRawBufferPointer, _ i: Int, _: T.Type) {
        let samples = unsafe bytes.assumingMemoryBound(to: T.self)
        unsafe samples[i] = samples[i].byteSwapped
    }

    /// Puts the bytes of each sample together again: in a row all highest bytes come first, the lowest last.
    private static func gather(_ bytes: UnsafeMutableRawBufferPointer, row: Int, size: Int) {
        guard let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        var sorted = [UInt8](repeating: 0, count: row * size)
        for line in Swift.stride(from: 0, to: bytes.count - bytes.count % (row * size), by: row * size) {
            let target = unsafe start + line
            unsafe sorted.withUnsafeMutableBufferPointer {
                unsafe _ = $0.update(fromContentsOf: UnsafeBufferPointer(start: target, count: row * size))
            }
            for sample in 0..<row {
                for byte in 0..<size {
                    // Little-endian machines keep the lowest byte first.
                    unsafe target[sample &* size &+ byte] = sorted[(size &- 1 &- byte) &* row &+ sample]
                }
            }
        }
    }
}
