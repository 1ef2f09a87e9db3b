/// Running sums along rows, separately for each band, in place. One sum waits for the one before it, so what counts is how
/// many samples a step takes, and that a sum need not come back from memory.
enum RunningSums<Sample: PredictedSample> {
    /// Adds up each whole row of `bytes`.
    ///
    /// - Parameters:
    ///   - row: samples of one row, all bands together.
    ///   - stride: samples from one pixel to the next of the same band.
    static func add(in bytes: UnsafeMutableRawBufferPointer, row: Int, stride: Int) {
        guard let start = bytes.baseAddress, row > stride else { return }
        let (size, pixel) = (row * MemoryLayout<Sample>.size, stride * MemoryLayout<Sample>.size)
        for first in Swift.stride(from: 0, to: bytes.count - bytes.count % size, by: size) {
            let line = unsafe start + first
            let done =
                switch pixel {
                case 1: unsafe addPrefixes(line, size, pixel: 1)
                case 2: unsafe addPrefixes(line, size, pixel: 2)
                case 4: unsafe addPrefixes(line, size, pixel: 4)
                case 8: unsafe addPrefixes(line, size, pixel: 8)
                case 3: unsafe addPixels(line, size, pixel: 3, as: UInt32.self)
                case 5, 6, 7: unsafe addPixels(line, size, pixel: pixel, as: UInt64.self)
                case 9...16: unsafe addWidePixels(line, size, pixel: pixel)
                default: unsafe addFarther(line, size, pixel: pixel)
                }
            unsafe addSingly(line, from: max(done, pixel), to: size, pixel: pixel)
        }
    }

    /// One sample after the other.
    private static func addSingly(_ line: UnsafeMutableRawPointer, from start: Int, to end: Int, pixel: Int) {
        for offset in Swift.stride(from: start, to: end, by: MemoryLayout<Sample>.size) {
            let before = unsafe line.loadUnaligned(fromByteOffset: offset &- pixel, as: Sample.self)
            let here = unsafe line.loadUnaligned(fromByteOffset: offset, as: Sample.self)
            unsafe line.storeBytes(of: before &+ here, toByteOffset: offset, as: Sample.self)
        }
    }

    /// Pixels of 1, 2, 4 or 8 bytes, sixteen bytes at a time: sums within eight bytes by shifts, then of the lower eight
    /// into the upper, then of all before. Only the last of these waits for the sixteen bytes before.
    ///
    /// - Returns: how many bytes of the row are done.
    @inline(__always)
    private static func addPrefixes(_ line: UnsafeMutableRawPointer, _ size: Int, pixel: Int) -> Int {
        var before = SIMD2<UInt64>.zero
        let count = size / 16
        for block in 0..<count {
            let place = unsafe line + block &* 16
            var sums = unsafe place.loadUnaligned(as: SIMD2<UInt64>.self)
            if pixel <= 1 { sums = Sample.sum(sums, sums &<< SIMD2(repeating: 8)) }
            if pixel <= 2 { sums = Sample.sum(sums, sums &<< SIMD2(repeating: 16)) }
            if pixel <= 4 { sums = Sample.sum(sums, sums &<< SIMD2(repeating: 32)) }
            let upper = SIMD2<UInt64>(0, .max)
            sums = Sample.sum(sums, lastPixel(of: sums, half: 0, pixel: pixel) & upper)
            unsafe place.storeBytes(of: Sample.sum(sums, before), as: SIMD2<UInt64>.self)
            before = Sample.sum(before, lastPixel(of: sums, half: 1, pixel: pixel))
        }
        return count * 16
    }

    /// The last pixel of the lower or upper eight bytes, repeated over sixteen.
    @inline(__always)
    private static func lastPixel(of sums: SIMD2<UInt64>, half: Int, pixel: Int) -> SIMD2<UInt64> {
        switch pixel {
        case 1:
            let bytes = unsafe unsafeBitCast(sums, to: SIMD16<UInt8>.self)
            return unsafe unsafeBitCast(SIMD16<UInt8>(repeating: bytes[8 &* half &+ 7]), to: SIMD2<UInt64>.self)
        case 2:
            let pairs = unsafe unsafeBitCast(sums, to: SIMD8<UInt16>.self)
            return unsafe unsafeBitCast(SIMD8<UInt16>(repeating: pairs[4 &* half &+ 3]), to: SIMD2<UInt64>.self)
        case 4:
            let words = unsafe unsafeBitCast(sums, to: SIMD4<UInt32>.self)
            return unsafe unsafeBitCast(SIMD4<UInt32>(repeating: words[2 &* half &+ 1]), to: SIMD2<UInt64>.self)
        default:
            return SIMD2<UInt64>(repeating: sums[half])
        }
    }

    /// Pixels of fewer bytes than `Word`, one at a time. What is stored reaches into the next pixel, which has been
    /// loaded by then.
    ///
    /// - Returns: how many bytes of the row are done.
    @inline(__always)
    private static func addPixels<Word: FixedWidthInteger & UnsignedInteger>(
        _ line: UnsafeMutableRawPointer, _ size: Int, pixel: Int, as _: Word.Type
    ) -> Int {
        // The last two pixels are left: beyond them there may be nothing to load or store.
        let steps = size / pixel - 2
        guard steps > 0 else { return 0 }
        var sums = SIMD2<UInt64>.zero
        var next = unsafe UInt64(line.loadUnaligned(as: Word.self))
        for step in 0..<steps {
            let place = unsafe line + step &* pixel
            sums = Sample.sum(sums, SIMD2<UInt64>(next, 0))
            next = unsafe UInt64((place + pixel).loadUnaligned(as: Word.self))
            unsafe place.storeBytes(of: Word(truncatingIfNeeded: sums[0]), as: Word.self)
        }
        // The first byte of what follows has been written over.
        let rest = Word(truncatingIfNeeded: next)
        unsafe (line + steps &* pixel).storeBytes(of: rest, as: Word.self)
        return steps * pixel
    }

    /// The same for pixels of 9 to 16 bytes.
    private static func addWidePixels(_ line: UnsafeMutableRawPointer, _ size: Int, pixel: Int) -> Int {
        let steps = size / pixel - 2
        guard steps > 0 else { return 0 }
        var sums = SIMD2<UInt64>.zero
        var next = unsafe line.loadUnaligned(as: SIMD2<UInt64>.self)
        for step in 0..<steps {
            let place = unsafe line + step &* pixel
            sums = Sample.sum(sums, next)
            next = unsafe (place + pixel).loadUnaligned(as: SIMD2<UInt64>.self)
            unsafe place.storeBytes(of: sums, as: SIMD2<UInt64>.self)
        }
        unsafe (line + steps &* pixel).storeBytes(of: next, as: SIMD2<UInt64>.self)
        return steps * pixel
    }

    /// Pixels of more than sixteen bytes, sixteen bytes at a time: what is added has been finished by then.
    ///
    /// - Returns: how many bytes of the row are done.
    private static func addFarther(_ line: UnsafeMutableRawPointer, _ size: Int, pixel: Int) -> Int {
        let count = (size - pixel) / 16
        for block in 0..<count {
            let place = unsafe line + (pixel &+ block &* 16)
            let before = unsafe (place - pixel).loadUnaligned(as: SIMD2<UInt64>.self)
            let here = unsafe place.loadUnaligned(as: SIMD2<UInt64>.self)
            unsafe place.storeBytes(of: Sample.sum(before, here), as: SIMD2<UInt64>.self)
        }
        return pixel + count * 16
    }
}
