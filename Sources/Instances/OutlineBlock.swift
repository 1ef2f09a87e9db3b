import RasterModel

/// One pixel at a seam.
struct OutlinePixel: Sendable {
    let key: UInt8
    let owner: OutlineOwner

    /// Beyond the raster, or of no class that is asked for.
    static let none = OutlinePixel(
        key: PixelKeys.unlabelled,
        owner: OutlineOwner(object: PixelPlace(column: 0, row: 0), part: PixelPlace(column: 0, row: 0)))

    var isLabelled: Bool { PixelKeys.isLabelled(key) }
}

/// Pixels along a seam.
struct OutlineLine: Sendable {
    private(set) var pixels: [OutlinePixel]

    init(count: Int) { pixels = Array(repeating: .none, count: count) }

    init(_ pixels: [OutlinePixel]) { self.pixels = pixels }

    var last: OutlinePixel { pixels[pixels.count - 1] }

    func cut(_ range: Range<Int>) -> OutlineLine { OutlineLine(Array(pixels[range])) }

    mutating func set(_ range: Range<Int>, _ line: OutlineLine) { pixels.replaceSubrange(range, with: line.pixels) }
}

/// The outlines of one block, for the stitcher.
struct OutlineBlock: Sendable {
    let window: PixelWindow
    let chains: [OutlineChain]
    /// The turns of all chains.
    let turns: [OutlineTurn]
    /// Pixels at the block's border; parts are indices of `owners`.
    let border: BlockBorder<NoPart>
    let owners: [OutlineOwner]

    func line(_ side: KeyPath<BlockBorder<NoPart>, BorderLine>) -> OutlineLine {
        let line = border[keyPath: side]
        return OutlineLine(
            line.keys.indices.map { index in
                line.parts[index] < 0
                    ? .none : OutlinePixel(key: line.keys[index], owner: owners[Int(line.parts[index])])
            })
    }
}

/// A border of which only the pixels matter.
struct NoPart: SeamPart {
    mutating func merge(_ other: NoPart) {}
    mutating func pair(_ pair: PixelPair) {}
    mutating func meet(_ face: UInt8) {}
}
