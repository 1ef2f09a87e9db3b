import Foundation
import RasterIO
import RasterModel
import Results
import Tiling

/// Where the signals of a catalog lie on disk while a survey counts: for each block of the mask and each signal a plane
/// of Float32, row-major, as wide as the block.
///
/// Workers write at the offset of their pixels, in any order; the last sweep over the mask reads block by block. Bits are
/// inverted, so that what nobody has written (bytes of 0) is NaN: what is not read, or holds no object, needs no writing.
struct SignalSpool: Sendable {
    /// Of a whole block.
    static let planeBytes = 4 * MemoryPlan.blockSize * MemoryPlan.blockSize

    let pyramid: MaskPyramid
    /// Number of signals.
    let count: Int
    let path: String

    /// Where a catalog's signals lie; nil where it has none.
    init?(_ plan: SurveyPlan, _ catalog: CatalogPlan, in folder: RunFolder) {
        if catalog.signals.isEmpty { return nil }
        self.init(pyramid: plan.pyramid, count: catalog.signals.count, path: folder.file(RunFile.Scratch.signals.name))
    }

    init(pyramid: MaskPyramid, count: Int, path: String) {
        self.pyramid = pyramid
        self.count = count
        self.path = path
    }

    /// Bytes on disk at most: for all pixels of a raster.
    static func bytes(_ signals: Int, of raster: RasterSize) -> Int { 4 * signals * raster.count }

    /// Makes the file, in which nothing is known yet.
    func create() throws {
        _ = try SparseFile(path: path, count: pyramid.blockCount(0) * count * Self.planeBytes)
    }

    /// What some words add to the sum of the file.
    ///
    /// - Parameter first: number of the first word in the file.
    static func sum(of words: Span<UInt32>, from first: Int) -> UInt64 {
        var sum: UInt64 = 0
        for index in words.indices { sum &+= UInt64(words[index]) &* (2 &* UInt64(first &+ index) &+ 1) }
        return sum
    }

    /// The sum of the words of some pixels, as they are in the file.
    ///
    /// - Parameter takes: gets the window of a block and gives the windows in it that count.
    func sum(where takes: (PixelWindow) -> [PixelWindow]) throws -> UInt64 {
        let file = try SparseFile(opening: path)
        var words: [UInt32] = []
        var sum: UInt64 = 0
        for block in 0..<pyramid.blockCount(0) {
            let window = pyramid.window(ofBlock: block)
            let parts = takes(window)
            guard !parts.isEmpty else { continue }
            for signal in 0..<count {
                let start = offset(block: block, signal: signal)
                try file.read(window.count, at: start, into: &words)
                for part in parts {
                    for row in part.rows {
                        let line = part.indices(ofRow: row, in: window)
                        sum &+= Self.sum(of: words.span.extracting(line), from: start / 4 + line.lowerBound)
                    }
                }
            }
        }
        return sum
    }

    /// First byte of a plane.
    func offset(block: Int, signal: Int) -> Int { (block * count + signal) * Self.planeBytes }
}

/// Inverts the bits of finite numbers; all others become 0.
///
/// - Returns: 0 where there is no finite one.
func invert(_ values: Span<Float>, into words: inout MutableSpan<UInt32>) -> UInt32 {
    let count = words.count
    precondition(values.count == count)
    var known: UInt32 = 0
    for i in 0..<count {
        let value = values[i]
        let finite: UInt32 = value - value == 0 ? .max : 0
        let word = ~value.bitPattern & finite
        words[i] = word
        known |= word
    }
    return known
}

/// The numbers again; their array is grown when too small.
func restore(_ words: [UInt32], _ count: Int, into numbers: inout [Float]) {
    if numbers.count < count { numbers = [Float](repeating: .nan, count: count) }
    let words = words.span.extracting(0..<count)
    var all = numbers.mutableSpan
    var out = all._mutatingExtracting(0..<count)
    for i in 0..<count { out[i] = Float(bitPattern: ~words[i]) }
}
