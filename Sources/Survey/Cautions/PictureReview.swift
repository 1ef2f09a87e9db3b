import RasterModel

/// Looks at the points of the preview for what makes a whole picture doubtful: margins that are counted as ground, and
/// colours that are none.
struct PictureReview {
    /// A margin is told of from this share of the valid points.
    private static let leastMargin = 0.01
    /// Colours are false where this share of the valid points is redder than ground or leaves are.
    private static let leastFalse = 0.20
    /// A file marks nodata from this share of the points.
    private static let leastMarked = 0.005
    /// Colours of a photograph, at least.
    private static let manyColours = 256
    /// Points that are looked at before anything is said.
    private static let fewest = 100

    private let size: RasterSize
    private let values: [Float]
    private let codes: [UInt8]
    private let valid: Int
    private let type: SampleType?
    private let hasOneBand: Bool

    /// - Parameter type: of the bands shown; nil where they have several.
    init(_ preview: Preview, type: SampleType?) {
        size = preview.lattice.size
        values = preview.values
        codes = preview.codes
        valid = codes.count(where: MaskCode.isClass)
        hasOneBand = Set(preview.lattice.planes).count == 1
        self.type = type
    }

    /// True where some points hold nothing: more than a few, which may be dead pixels.
    var marksNodata: Bool {
        let marked = codes.count { $0 == MaskCode.nodata }
        return Double(marked) >= Self.leastMarked * Double(marked + valid)
    }

    // MARK: Margins

    /// Valid points of one colour that hang together with the raster's edge.
    struct Margin {
        /// Red, green and blue as stored.
        var values: [Float]
        /// Of the valid points, 0...1.
        var share: Double
    }

    /// Points that hang together and have one colour.
    private struct Region {
        var count = 0
        /// Sides that they have in common with other valid points.
        var sides = 0
        /// Those where the other point has nearly the same colour.
        var softSides = 0

        /// Frayed, and going over into its surroundings: snow or cloud that is too bright for the camera.
        var isGlare: Bool { 10 * sides > count && 10 * softSides > 9 * sides }
    }

    /// The largest margin; nil where none is large enough to be told of.
    var margin: Margin? {
        guard valid >= Self.fewest else { return nil }
        var seen = [Bool](repeating: false, count: codes.count)
        var sizes: [SIMD3<Float>: Int] = [:]
        for start in edge where mayBeMargin(start) && !seen[start] {
            let region = spread(from: start, &seen)
            if !region.isGlare { sizes[colour(start), default: 0] += region.count }
        }
        let large = sizes.filter { Double($0.value) >= Self.leastMargin * Double(valid) }
            .sorted { ($0.value, $1.key.sum()) > ($1.value, $0.key.sum()) }
        guard let found = large.first(where: { isPlain($0.key) || isAlien($0.key) }) else { return nil }
        return Margin(
            values: [found.key.x, found.key.y, found.key.z], share: Double(found.value) / Double(valid))
    }

    private func colour(_ index: Int) -> SIMD3<Float> {
        SIMD3(values[3 * index], values[3 * index + 1], values[3 * index + 2])
    }

    private var edge: [Int] {
        codes.indices.filter { index in
            let (row, column) = (index / size.width, index % size.width)
            return row == 0 || column == 0 || row == size.height - 1 || column == size.width - 1
        }
    }

    /// Of a single band only the ends: its other numbers may be ground.
    private func mayBeMargin(_ index: Int) -> Bool {
        MaskCode.isClass(codes[index]) && (!hasOneBand || isPlain(colour(index)))
    }

    /// The same number in all channels, and one that margins are filled with: white or black.
    private func isPlain(_ colour: SIMD3<Float>) -> Bool {
        let value = colour.x
        guard value == colour.y, value == colour.z else { return false }
        return switch type {
        case .uint8: hasOneBand ? value == 0 || value == 255 : value <= 10 || value >= 245
        case .uint16: value == 0 || value == 65_535
        default: value <= 0
        }
    }

    /// True for any other colour where the rest of the picture has as many colours as photographs have: then ground is not
    /// of one colour.
    private func isAlien(_ colour: SIMD3<Float>) -> Bool {
        var (others, colours) = (0, Set<SIMD3<Float>>())
        for index in codes.indices where MaskCode.isClass(codes[index]) && self.colour(index) != colour {
            others += 1
            if colours.count < Self.manyColours { colours.insert(self.colour(index)) }
        }
        return colours.count >= min(Self.manyColours, max(1, others / 4))
    }

    /// Marks all points of the same colour that hang together with one.
    private func spread(from start: Int, _ seen: inout [Bool]) -> Region {
        let own = colour(start)
        let reach = 0.08 * max(type == .uint8 ? 255 : 1, own.max())
        var (open, region) = ([start], Region())
        seen[start] = true
        while let index = open.popLast() {
            region.count += 1
            let (row, column) = (index / size.width, index % size.width)
            let beside = [
                column > 0 ? index - 1 : nil, column < size.width - 1 ? index + 1 : nil,
                row > 0 ? index - size.width : nil, row < size.height - 1 ? index + size.width : nil,
            ]
            for next in beside.compactMap(\.self) where MaskCode.isClass(codes[next]) {
                let other = colour(next)
                if other == own {
                    if !seen[next] { open.append(next) }
                    seen[next] = true
                } else {
                    region.sides += 1
                    let difference = other - own
                    if max(difference.max(), -difference.min()) <= reach { region.softSides += 1 }
                }
            }
        }
        return region
    }

    // MARK: Colours

    /// The share of valid points whose red is far above green while green is not above blue, where it is large: leaves in
    /// near infrared, red and green. Soil, straw and brown leaves have less blue than green.
    var falseColourShare: Double? {
        guard valid >= Self.fewest, !hasOneBand else { return nil }
        let pink = codes.indices.count { index in
            guard MaskCode.isClass(codes[index]) else { return false }
            let (red, green, blue) = (values[3 * index], values[3 * index + 1], values[3 * index + 2])
            return red > 1.3 * max(green, blue) && green <= 1.05 * blue
        }
        let share = Double(pink) / Double(valid)
        return share < Self.leastFalse ? nil : share
    }

    // MARK: Borders

    /// The share of the valid points along the raster's edge that some classes have; nil where there are too few.
    func borderShare(of classes: Set<UInt8>) -> Double? {
        let border = edge.filter { MaskCode.isClass(codes[$0]) }
        guard border.count >= Self.fewest / 4 else { return nil }
        return Double(border.count { classes.contains(codes[$0]) }) / Double(border.count)
    }
}
