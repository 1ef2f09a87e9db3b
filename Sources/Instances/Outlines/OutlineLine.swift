/// Pixels along a seam.
struct OutlineLine: Sendable {
    private(set) var pixels: [OutlinePixel]

    init(count: Int) { pixels = Array(repeating: .none, count: count) }

    init(_ pixels: [OutlinePixel]) { self.pixels = pixels }

    var last: OutlinePixel { pixels[pixels.count - 1] }

    func cut(_ range: Range<Int>) -> OutlineLine { OutlineLine(Array(pixels[range])) }

    mutating func set(_ range: Range<Int>, _ line: OutlineLine) { pixels.replaceSubrange(range, with: line.pixels) }
}
