import RasterModel

extension SampleType {
    /// The numbers that a file may mean by a nodata value that it writes: nil where it means that one alone.
    ///
    /// Files write the extreme numbers of floating point types in few decimals (-3.4e+38, -3.40282e+38, -1.79769e+308), or
    /// beyond what the type holds (-3.403e+38). Nothing on earth measures such numbers, so a value beyond 1e30 stands for
    /// all that equal it in five digits; one in the type's upper half for all that GDAL takes for it, up to the extreme;
    /// one beyond the type for the extreme and for infinity. In Float64, the extreme of Float32 counts too.
    ///
    /// - Parameter value: as the file writes it; may lie beyond the type.
    func reach(of value: Double) -> ClosedRange<Double>? {
        guard !value.isNaN, value.magnitude > 1e30 else { return nil }
        let sizes: ClosedRange<Double>
        switch self {
        case .float32:
            let (low, high) = Float(value).magnitude.alike
            sizes = Double(low)...Double(high)
        case .float64:
            let (low, high) = value.magnitude.alike
            sizes = Self.joined(low...high, withExtremeOfFloat: value.magnitude)
        default: return nil
        }
        return value < 0 ? -sizes.upperBound ... -sizes.lowerBound : sizes
    }

    /// Numbers that once were Float32 and are kept as Float64.
    private static func joined(_ sizes: ClosedRange<Double>, withExtremeOfFloat size: Double) -> ClosedRange<Double> {
        let extreme = Double(Float.greatestFiniteMagnitude)
        guard (0.999...1.001).contains(size / extreme) else { return sizes }
        return min(sizes.lowerBound, extreme)...max(sizes.upperBound, extreme)
    }
}

extension BinaryFloatingPoint {
    /// The smallest and the largest number that this one, positive and huge, may be meant for.
    fileprivate var alike: (low: Self, high: Self) {
        let greatest = Self.greatestFiniteMagnitude
        guard isFinite else { return (greatest, .infinity) }
        let tolerance = self / 100_000
        guard self + self == .infinity else { return (self - tolerance, min(self + tolerance, greatest)) }
        // GDAL compares a difference with a multiple of the sum, and the sum overflows.
        let overflowing = greatest - self + greatest.ulp
        return (min(self - tolerance, overflowing), greatest)
    }
}
