/// A sample as the predictor adds it: sums of all samples in sixteen bytes at once; each wraps around.
protocol PredictedSample: FixedWidthInteger & UnsignedInteger {
    static func sum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64>
}

extension UInt8: PredictedSample {
    @inline(__always)
    static func sum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let (a, b) = unsafe (unsafeBitCast(a, to: SIMD16<UInt8>.self), unsafeBitCast(b, to: SIMD16<UInt8>.self))
        return unsafe unsafeBitCast(a &+ b, to: SIMD2<UInt64>.self)
    }
}

extension UInt16: PredictedSample {
    @inline(__always)
    static func sum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let (a, b) = unsafe (unsafeBitCast(a, to: SIMD8<UInt16>.self), unsafeBitCast(b, to: SIMD8<UInt16>.self))
        return unsafe unsafeBitCast(a &+ b, to: SIMD2<UInt64>.self)
    }
}

extension UInt32: PredictedSample {
    @inline(__always)
    static func sum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64> {
        let (a, b) = unsafe (unsafeBitCast(a, to: SIMD4<UInt32>.self), unsafeBitCast(b, to: SIMD4<UInt32>.self))
        return unsafe unsafeBitCast(a &+ b, to: SIMD2<UInt64>.self)
    }
}

extension UInt64: PredictedSample {
    @inline(__always)
    static func sum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64> { a &+ b }
}
