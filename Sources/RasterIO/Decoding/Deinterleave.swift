/// Copies one band of a row of pixels.
///
/// - Parameters:
///   - source: the first pixel's first sample; `stride` samples a pixel.
///   - sample: which sample of the pixel is wanted, from 0.
@inline(__always)
func copySamples<T>(
    _ source: UnsafePointer<T>, stride: Int, sample: Int, count: Int, to target: UnsafeMutablePointer<T>
) {
    if stride == 1 {
        unsafe target.update(from: source, count: count)
    } else if stride == 4, MemoryLayout<T>.size == 1 {
        let bytes = unsafe UnsafeMutableRawPointer(target).assumingMemoryBound(to: UInt8.self)
        unsafe takeByte(sample, ofWords: UnsafeRawPointer(source), count: count, into: bytes)
    } else {
        for i in 0..<count { unsafe target[i] = source[i &* stride &+ sample] }
    }
}

/// One byte of each 4-byte pixel. Written on whole words, because shifts and packs become vector code and a strided
/// byte load does not.
private func takeByte(
    _ sample: Int, ofWords source: UnsafeRawPointer, count: Int, into target: UnsafeMutablePointer<UInt8>
) {
    let shift = UInt32(8 * sample)
    for i in 0..<count {
        let word = unsafe UInt32(littleEndian: source.loadUnaligned(fromByteOffset: i &* 4, as: UInt32.self))
        unsafe target[i] = UInt8(truncatingIfNeeded: word &>> shift)
    }
}
