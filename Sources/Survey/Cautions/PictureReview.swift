import RasterModel

/// Looks at the points of the preview for what makes a whole picture doubtful: margins that are counted as ground, and
/// colours that are none.
struct PictureReview {
    /// A margin is told of from this share of the valid points.
    private static let leastMargin = 0.01
    /// Colours are false where this share of the valid points is redder than ground or leaves are.
    private static let leastFalse = 0.20
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

    /// True where the file itself says of some points that they hold nothing.
    var marksNodata: Bool { codes.contains(MaskCode.nodata) }

    // MARK: Margins

    /// Valid points of one grey value, white or black mostly, that hang together with the raster's edge.
    struct Margin {
        /// As stored.
        var value: Float
        /// Of the valid points, 0...1.
        var share: Double
    }

    /// The largest margin; nil where none is large enough to be told of.
    var margin: Margin? {
        guard valid >= Self.fewest else { return nil }
        var seen = [Bool](repeating: false, count: codes.count)
        var sizes: [Float: Int] = [:]
        for start in edge where isFill(start) && !seen[start] {
            sizes[values[3 * start], default: 0] += spread(from: start, &seen)
        }
        guard let most = sizes.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        let share = Double(most.value) / Double(valid)
        return share < Self.leastMargin ? nil : Margin(value: most.key, share: share)
    }

    private var edge: [Int] {
        codes.indices.filter { place in
            let (row, column) = (place / size.width, place % size.width)
            return row == 0 || column == 0 || row == size.height - 1 || column == size.width - 1
        }
    }

    /// The same number in all channels, and one that margins are filled with.
    private func isFill(_ place: Int) -> Bool {
        guard MaskCode.isClass(codes[place]) else { return false }
        let value = values[3 * place]
        guard value == values[3 * place + 1], value == values[3 * place + 2] else { return false }
        // Of a single band only the ends: its other numbers may be ground.
        return switch type {
        case .uint8: hasOneBand ? value == 0 || value == 255 : value <= 10 || value >= 245
        case .uint16: value == 0 || value == 65_535
        default: value <= 0
        }
    }

    /// Marks all points of the same value that hang together with one.
    ///
    /// - Returns: how many there are.
    private func spread(from start: Int, _ seen: inout [Bool]) -> Int {
        var (open, count) = ([start], 0)
        seen[start] = true
        while let place = open.popLast() {
            count += 1
            let (row, column) = (place / size.width, place % size.width)
            let beside = [
                column > 0 ? place - 1 : nil, column < size.width - 1 ? place + 1 : nil,
                row > 0 ? place - size.width : nil, row < size.height - 1 ? place + size.width : nil,
            ]
            for next in beside.compactMap(\.self)
            where !seen[next] && isFill(next) && values[3 * next] == values[3 * start] {
                seen[next] = true
                open.append(next)
            }
        }
        return count
    }

    // MARK: Colours

    /// The share of valid points whose red is far above green while green is not above blue, where it is large: leaves in
    /// near infrared, red and green. Soil, straw and brown leaves have less blue than green.
    var falseColourShare: Double? {
        guard valid >= Self.fewest, !hasOneBand else { return nil }
        let pink = codes.indices.count { place in
            guard MaskCode.isClass(codes[place]) else { return false }
            let (red, green, blue) = (values[3 * place], values[3 * place + 1], values[3 * place + 2])
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
