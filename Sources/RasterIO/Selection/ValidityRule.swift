package import RasterModel

/// Which pixels hold an observation, judged from the samples of the planes that were read.
package struct ValidityRule: Sendable, Hashable {
    /// A nodata value of one plane. NaN stands for every NaN.
    package struct Value: Sendable, Hashable {
        /// Index of the plane in the pixel buffer, from 0.
        package var plane: Int
        /// The nodata value as the stored sample; NaN for every NaN.
        package var value: Double
        /// All numbers that the file may mean by the value (floating point only); nil: it alone.
        package var reach: ClosedRange<Double>?

        init(plane: Int, value: Double, reach: ClosedRange<Double>? = nil) {
            self.plane = plane
            self.value = value
            self.reach = reach
        }
    }

    /// Groups of one to three; a pixel is nodata where all of a group hold (colour bands of a Byte image).
    package var allEqual: [[Value]] = []
    /// A pixel is nodata where any of these holds.
    package var anyEqual: [Value] = []
    /// A pixel is nodata where any of these planes is 0.
    package var alphaPlanes: [Int] = []
    /// A pixel is nodata where any of these masks of the buffer is 0.
    package var masks: [Int] = []

    /// Judges the samples and masks of a buffer.
    ///
    /// - Parameter validity: becomes 255 for each pixel of the window that holds an observation, else 0; row-major.
    package func apply(_ buffer: PixelBuffer, into validity: inout [UInt8]) {
        let count = buffer.window.count
        validity.removeAll(keepingCapacity: true)
        validity.append(contentsOf: repeatElement(255, count: count))
        for mask in masks { keep(buffer.masks.span.extracting(mask * count..<(mask + 1) * count), &validity) }
        if let packing = buffer.packing {
            apply(buffer.uint32, packing, to: &validity)
            return
        }
        switch buffer.type {
        case .uint8: apply(buffer.uint8, { UInt8($0) }, to: &validity)
        case .int8: apply(buffer.int8, { Int8($0) }, to: &validity)
        case .uint16: apply(buffer.uint16, { UInt16($0) }, to: &validity)
        case .int16: apply(buffer.int16, { Int16($0) }, to: &validity)
        case .uint32: apply(buffer.uint32, { UInt32($0) }, to: &validity)
        case .int32: apply(buffer.int32, { Int32($0) }, to: &validity)
        case .float32: applyRanges(buffer.float32, { Float($0) }, to: &validity)
        case .float64: applyRanges(buffer.float64, { $0 }, to: &validity)
        }
    }

    /// For floating point: a nodata value may be NaN, and huge ones stand for all numbers that the file may mean.
    private func applyRanges<T: BinaryFloatingPoint>(
        _ samples: [T], _ cast: (Double) -> T, to validity: inout [UInt8]
    ) {
        let count = validity.count
        var out = validity.mutableSpan
        let all = samples.span
        func part(_ plane: Int) -> Range<Int> { plane * count..<(plane + 1) * count }
        func range(_ item: Value) -> ClosedRange<T> {
            item.reach.map { cast($0.lowerBound)...cast($0.upperBound) } ?? cast(item.value)...cast(item.value)
        }
        for item in anyEqual {
            let plane = all.extracting(part(item.plane))
            if item.value.isNaN { clearNaN(plane, &out) } else { clear(plane, within: range(item), &out) }
        }
        for group in allEqual where !group.isEmpty {
            var differs = [UInt8](repeating: 0, count: count)
            var marks = differs.mutableSpan
            for item in group {
                let plane = all.extracting(part(item.plane))
                if item.value.isNaN { markNumbers(plane, &marks) } else { mark(plane, outside: range(item), &marks) }
            }
            for i in 0..<count { out[i] &= marks[i] }
        }
        // An opacity that is no number is none.
        for index in alphaPlanes {
            clear(all.extracting(part(index)), within: 0...0, &out)
            clearNaN(all.extracting(part(index)), &out)
        }
    }

    /// The same rule where planes and masks stand elsewhere: `planes[i]` is the new index of plane i.
    func moved(planes: [Int], masks: [Int]) -> ValidityRule {
        func move(_ value: Value) -> Value {
            Value(plane: planes[value.plane], value: value.value, reach: value.reach)
        }
        return ValidityRule(
            allEqual: allEqual.map { $0.map(move) }, anyEqual: anyEqual.map(move),
            alphaPlanes: alphaPlanes.map { planes[$0] }, masks: self.masks.map { masks[$0] })
    }

    /// The same on four-byte pixels: each rule is a pattern of bits that a pixel without data has under a mask.
    private func apply(_ words: [UInt32], _ packing: WordPacking, to validity: inout [UInt8]) {
        let pixels = words.span.extracting(0..<validity.count)
        var out = validity.mutableSpan
        func pattern(_ values: [Value]) -> (bits: UInt32, mask: UInt32) {
            values.reduce((0, 0)) { pattern, item in
                let shift = packing.shift(of: item.plane)
                return (pattern.bits | UInt32(item.value) << shift, pattern.mask | 0xff << shift)
            }
        }
        for rule in anyEqual { clear(pixels, pattern([rule]), &out) }
        for group in allEqual { clear(pixels, pattern(group), &out) }
        for plane in alphaPlanes { clear(pixels, pattern([Value(plane: plane, value: 0)]), &out) }
    }

    private func apply<T: FixedWidthInteger>(_ samples: [T], _ cast: (Double) -> T, to validity: inout [UInt8]) {
        let count = validity.count
        let all = samples.span
        var out = validity.mutableSpan
        for rule in anyEqual {
            let plane = all.extracting(rule.plane * count..<(rule.plane + 1) * count)
            clear(plane, cast(rule.value), &out)
        }
        for group in allEqual {
            guard let red = group.first, let blue = group.last else { continue }
            // One loop serves one, two or three bands: a band may stand twice.
            let green = group[group.count / 2]
            clearWhereAll(
                all.extracting(red.plane * count..<(red.plane + 1) * count), cast(red.value),
                all.extracting(green.plane * count..<(green.plane + 1) * count), cast(green.value),
                all.extracting(blue.plane * count..<(blue.plane + 1) * count), cast(blue.value), &out)
        }
        for plane in alphaPlanes { clear(all.extracting(plane * count..<(plane + 1) * count), 0, &out) }
    }
}

private func keep(_ mask: Span<UInt8>, _ validity: inout [UInt8]) {
    let count = mask.count
    var out = validity.mutableSpan
    precondition(out.count == count)
    for i in 0..<count {
        let keep: UInt8 = mask[i] == 0 ? 0 : 255
        out[i] &= keep
    }
}

private func clear<T: Equatable>(_ plane: Span<T>, _ value: T, _ out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(plane.count == count)
    for i in 0..<count {
        let keep: UInt8 = plane[i] == value ? 0 : 255
        out[i] &= keep
    }
}

private func clear<T: Comparable>(_ plane: Span<T>, within range: ClosedRange<T>, _ out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(plane.count == count)
    let (low, high) = (range.lowerBound, range.upperBound)
    for i in 0..<count {
        let keep: UInt8 = (plane[i] < low ? 255 : 0) | (plane[i] > high ? 255 : 0) | (plane[i] != plane[i] ? 255 : 0)
        out[i] &= keep
    }
}

private func mark<T: Comparable>(_ plane: Span<T>, outside range: ClosedRange<T>, _ marks: inout MutableSpan<UInt8>) {
    let count = marks.count
    precondition(plane.count == count)
    let (low, high) = (range.lowerBound, range.upperBound)
    for i in 0..<count {
        let mark: UInt8 = (plane[i] < low ? 255 : 0) | (plane[i] > high ? 255 : 0) | (plane[i] != plane[i] ? 255 : 0)
        marks[i] |= mark
    }
}

private func markNumbers<T: Equatable>(_ plane: Span<T>, _ marks: inout MutableSpan<UInt8>) {
    let count = marks.count
    precondition(plane.count == count)
    for i in 0..<count {
        let mark: UInt8 = plane[i] == plane[i] ? 255 : 0
        marks[i] |= mark
    }
}

private func clear(_ words: Span<UInt32>, _ pattern: (bits: UInt32, mask: UInt32), _ out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(words.count == count)
    let (bits, mask) = pattern
    for i in 0..<count {
        let keep: UInt8 = words[i] & mask == bits ? 0 : 255
        out[i] &= keep
    }
}

private func clearNaN<T: Equatable>(_ plane: Span<T>, _ out: inout MutableSpan<UInt8>) {
    let count = out.count
    precondition(plane.count == count)
    for i in 0..<count {
        let keep: UInt8 = plane[i] != plane[i] ? 0 : 255
        out[i] &= keep
    }
}

private func clearWhereAll<T: Equatable>(
    _ a: Span<T>, _ x: T, _ b: Span<T>, _ y: T, _ c: Span<T>, _ z: T, _ out: inout MutableSpan<UInt8>
) {
    let count = out.count
    precondition(a.count == count && b.count == count && c.count == count)
    for i in 0..<count {
        // Bits, not `&&`: its autoclosures over spans crash Swift 6.3's optimiser, and branches cost speed anyway.
        let differs: UInt8 = (a[i] == x ? 0 : 255) | (b[i] == y ? 0 : 255) | (c[i] == z ? 0 : 255)
        out[i] &= differs
    }
}
