/// The samples and masks of one window, one after the other; which pixels hold an observation is judged from them.
///
/// Each band is a plane, row-major, `window.height` x `window.width`. Only the array that belongs to `type` is
/// filled; a buffer is kept by one worker and refilled, so nothing is allocated per tile once it has grown.
///
/// Pixels of four bytes may also be kept as the file holds them, one 32-bit word a pixel (`packing`): then nothing is
/// copied between decoding and use.
package struct PixelBuffer: Sendable {
    /// Where the samples come from.
    package private(set) var window = PixelWindow(column: 0, row: 0, width: 0, height: 0)
    /// Number of planes.
    package private(set) var bandCount = 0
    /// The type of all samples: says which array is filled.
    package private(set) var type = SampleType.uint8

    /// Samples that are unsigned bytes.
    package var uint8: [UInt8] = []
    /// Samples that are signed bytes.
    package var int8: [Int8] = []
    /// Samples that are unsigned 16-bit numbers.
    package var uint16: [UInt16] = []
    /// Samples that are signed 16-bit numbers.
    package var int16: [Int16] = []
    /// Samples that are unsigned 32-bit numbers.
    package var uint32: [UInt32] = []
    /// Samples that are signed 32-bit numbers.
    package var int32: [Int32] = []
    /// Samples that are single precision numbers.
    package var float32: [Float] = []
    /// Samples that are double precision numbers.
    package var float64: [Double] = []

    /// False where a reader must fill planes even if words would do.
    package var mayPack = true
    /// How four-byte pixels lie in `uint32`; nil where the samples are planes.
    package private(set) var packing: WordPacking?

    /// Number of masks.
    package private(set) var maskCount = 0
    /// Masks that were read with the samples, one after the other like planes: 0 where a mask says that the pixel holds
    /// no observation.
    package var masks: [UInt8] = []
    /// Parts of the window that could not be read, wholly or in some layers.
    package var unreadable: [UnreadablePart] = []

    /// An empty buffer; `reset` makes room.
    package init() {}

    /// Keeps the pixels as 32-bit words from now on, until the next `reset`.
    ///
    /// - Parameters:
    ///   - samples: for each plane, which byte of the word it is, from the lowest.
    ///   - words: room to make in `uint32`: at least one word per pixel of the window.
    package mutating func pack(samples: [Int], words: Int) {
        precondition(type == .uint8 && samples.count == bandCount && words >= window.count)
        packing = WordPacking(samples: samples)
        Self.grow(&uint32, to: words)
    }

    /// Makes room for a window. Samples and masks are unspecified afterwards.
    package mutating func reset(window: PixelWindow, bandCount: Int, type: SampleType, maskCount: Int = 0) {
        self.window = window
        self.bandCount = bandCount
        self.type = type
        self.maskCount = maskCount
        Self.grow(&masks, to: window.count * maskCount)
        packing = nil
        let samples = window.count * bandCount
        switch type {
        case .uint8: Self.grow(&uint8, to: samples)
        case .int8: Self.grow(&int8, to: samples)
        case .uint16: Self.grow(&uint16, to: samples)
        case .int16: Self.grow(&int16, to: samples)
        case .uint32: Self.grow(&uint32, to: samples)
        case .int32: Self.grow(&int32, to: samples)
        case .float32: Self.grow(&float32, to: samples)
        case .float64: Self.grow(&float64, to: samples)
        }
        unreadable.removeAll(keepingCapacity: true)
    }

    // Static, so that no copy of the buffer keeps its arrays from growing in place.
    private static func grow<T: Numeric>(_ samples: inout [T], to count: Int) {
        if samples.count < count {
            samples.append(contentsOf: repeatElement(0, count: count - samples.count))
        }
    }

    /// Index of a sample in the filled array.
    package func index(band: Int, column: Int, row: Int) -> Int {
        (band * window.height + row) * window.width + column
    }

    /// Converts part of a row to Float32: one rounding per sample.
    ///
    /// - Parameters:
    ///   - band: plane, from 0.
    ///   - row: row inside the window.
    ///   - column: first column inside the window; `out.count` samples are taken from there.
    package func load(band: Int, row: Int, column: Int, into out: inout MutableSpan<Float>) {
        if let packing {
            let start = index(band: 0, column: column, row: row)
            convert(uint32.span.extracting(start..<start + out.count), shift: packing.shift(of: band), into: &out)
            return
        }
        let start = index(band: band, column: column, row: row)
        switch type {
        case .uint8: convert(uint8.span.extracting(start..<start + out.count), into: &out)
        case .int8: convert(int8.span.extracting(start..<start + out.count), into: &out)
        case .uint16: convert(uint16.span.extracting(start..<start + out.count), into: &out)
        case .int16: convert(int16.span.extracting(start..<start + out.count), into: &out)
        case .uint32: convert(uint32.span.extracting(start..<start + out.count), into: &out)
        case .int32: convert(int32.span.extracting(start..<start + out.count), into: &out)
        case .float32: copy(float32.span.extracting(start..<start + out.count), into: &out)
        case .float64: narrow(float64.span.extracting(start..<start + out.count), into: &out)
        }
    }

    /// Parts that could not be read in any of some layers.
    package func unreadable(in layers: Set<BufferLayer>) -> [PixelWindow] {
        unreadable.filter { !$0.layers.isDisjoint(with: layers) }.map(\.window)
    }

    /// Takes over a plane of another buffer where both windows meet. The type is the same, and both hold planes.
    package mutating func take(plane source: Int, of other: PixelBuffer, as target: Int) {
        precondition(other.type == type && other.packing == nil && packing == nil)
        precondition(source < other.bandCount && target < bandCount)
        let (part, from) = (window.intersection(other.window), other.window)
        switch type {
        case .uint8:
            part.copy(from: other.uint8, in: from, fromLayer: source, into: &uint8, in: window, toLayer: target)
        case .int8:
            part.copy(from: other.int8, in: from, fromLayer: source, into: &int8, in: window, toLayer: target)
        case .uint16:
            part.copy(from: other.uint16, in: from, fromLayer: source, into: &uint16, in: window, toLayer: target)
        case .int16:
            part.copy(from: other.int16, in: from, fromLayer: source, into: &int16, in: window, toLayer: target)
        case .uint32:
            part.copy(from: other.uint32, in: from, fromLayer: source, into: &uint32, in: window, toLayer: target)
        case .int32:
            part.copy(from: other.int32, in: from, fromLayer: source, into: &int32, in: window, toLayer: target)
        case .float32:
            part.copy(from: other.float32, in: from, fromLayer: source, into: &float32, in: window, toLayer: target)
        case .float64:
            part.copy(from: other.float64, in: from, fromLayer: source, into: &float64, in: window, toLayer: target)
        }
    }

    /// Takes over a mask of another buffer where both windows meet.
    package mutating func take(mask source: Int, of other: PixelBuffer, as target: Int) {
        precondition(source < other.maskCount && target < maskCount)
        window.intersection(other.window).copy(
            from: other.masks, in: other.window, fromLayer: source, into: &masks, in: window, toLayer: target)
    }

    /// Samples of one row as doubles, exact for every type.
    ///
    /// - Parameters:
    ///   - band: plane, from 0.
    ///   - row: row inside the window.
    ///   - columns: columns inside the window.
    ///   - out: takes as many samples as there are columns.
    package func gather(band: Int, row: Int, columns: [Int], into out: inout [Double]) {
        if out.count != columns.count { out = [Double](repeating: 0, count: columns.count) }
        var line = out.mutableSpan
        if let packing {
            let (shift, start) = (packing.shift(of: band), index(band: 0, column: 0, row: row))
            return pick(uint32.span, from: start, columns.span, into: &line) { Double($0 &>> shift & 0xff) }
        }
        let start = index(band: band, column: 0, row: row)
        switch type {
        case .uint8: pick(uint8.span, from: start, columns.span, into: &line) { Double($0) }
        case .int8: pick(int8.span, from: start, columns.span, into: &line) { Double($0) }
        case .uint16: pick(uint16.span, from: start, columns.span, into: &line) { Double($0) }
        case .int16: pick(int16.span, from: start, columns.span, into: &line) { Double($0) }
        case .uint32: pick(uint32.span, from: start, columns.span, into: &line) { Double($0) }
        case .int32: pick(int32.span, from: start, columns.span, into: &line) { Double($0) }
        case .float32: pick(float32.span, from: start, columns.span, into: &line) { Double($0) }
        case .float64: pick(float64.span, from: start, columns.span, into: &line) { $0 }
        }
    }

    /// One sample as a double, exact for every type.
    package func sample(band: Int, column: Int, row: Int) -> Double {
        if let packing {
            return Double(uint32[index(band: 0, column: column, row: row)] &>> packing.shift(of: band) & 0xff)
        }
        let index = index(band: band, column: column, row: row)
        return switch type {
        case .uint8: Double(uint8[index])
        case .int8: Double(int8[index])
        case .uint16: Double(uint16[index])
        case .int16: Double(int16[index])
        case .uint32: Double(uint32[index])
        case .int32: Double(int32[index])
        case .float32: Double(float32[index])
        case .float64: float64[index]
        }
    }
}

/// Single samples of a row that begins at `start`.
@inline(__always)
private func pick<T>(
    _ samples: Span<T>, from start: Int, _ columns: Span<Int>, into out: inout MutableSpan<Double>,
    _ convert: (T) -> Double
) {
    precondition(columns.count == out.count)
    for i in columns.indices { out[i] = convert(samples[start + columns[i]]) }
}

// Loops that the optimiser turns into vector code: one count, checked once.

@inline(__always)
private func convert<T: FixedWidthInteger>(_ samples: Span<T>, into out: inout MutableSpan<Float>) {
    let count = out.count
    precondition(samples.count == count)
    for i in 0..<count { out[i] = Float(samples[i]) }
}

/// One byte of each word.
private func convert(_ words: Span<UInt32>, shift: UInt32, into out: inout MutableSpan<Float>) {
    let count = out.count
    precondition(words.count == count)
    // By way of Int32: vectors have an instruction for it, and none for UInt32.
    for i in 0..<count { out[i] = Float(Int32(truncatingIfNeeded: (words[i] &>> shift) & 0xff)) }
}

private func copy(_ samples: Span<Float>, into out: inout MutableSpan<Float>) {
    let count = out.count
    precondition(samples.count == count)
    for i in 0..<count { out[i] = samples[i] }
}

private func narrow(_ samples: Span<Double>, into out: inout MutableSpan<Float>) {
    let count = out.count
    precondition(samples.count == count)
    for i in 0..<count { out[i] = Float(samples[i]) }
}
