import RasterModel

/// Computes neighbourhood functions over planes. Belongs to one thread: it keeps its work space.
///
/// Pixels outside of the input's window are absent, as are numbers that are not finite. Every result depends on the
/// pixels around it alone, in an order relative to it, so that no window shows.
struct NeighbourhoodFilter {
    private var rows = PaddedRow()
    private var spread = TruthSpread()
    private var fold = TruthFold()
    private var counts = DiscCounts()
    private var short = DiscMoments<UInt16>()
    private var whole = DiscMoments<Int32>()
    private var scaled = DiscMoments<Int64>()

    /// - Parameters:
    ///   - operation: what to compute.
    ///   - input: window that holds all pixels of the raster within the operation's reach of `output`'s window.
    ///   - output: has been reset to the window wanted, which lies inside the input's.
    mutating func apply(
        _ operation: NeighbourhoodOperation, to input: borrowing NeighbourhoodPlane,
        into output: inout NeighbourhoodPlane
    ) {
        switch operation.kind {
        case .any:
            let disc = PixelDisc(radius: operation.extent)
            if disc.margin.rows <= TruthFold.farthest {
                fold.any(disc, of: input, into: &output)
            } else {
                spread.any(disc, of: input, into: &output)
            }
        case .all:
            let disc = PixelDisc(radius: operation.extent)
            if disc.margin.rows <= TruthFold.farthest {
                fold.all(disc, of: input, into: &output)
            } else {
                spread.all(disc, of: input, into: &output)
            }
        case .minimum: extreme(PixelDisc(radius: operation.extent), sign: -1, of: input, into: &output)
        case .maximum: extreme(PixelDisc(radius: operation.extent), sign: 1, of: input, into: &output)
        case .mean, .deviation:
            moments(PixelDisc(radius: operation.extent), kind: operation.kind, of: input, into: &output)
        case .gaussian: gaussian(operation.extent, of: input, into: &output)
        }
    }

    // MARK: Largest and smallest

    /// The largest number times `sign` in the disc, times `sign`; NaN where there is none.
    private mutating func extreme(
        _ disc: PixelDisc, sign: Float, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane
    ) {
        let window = output.window
        fill(&output.numbers, count: window.count, with: -.infinity)
        for row in input.window.rows {
            let targets = (row - disc.margin.rows...row + disc.margin.rows).clamped(to: window.rows)
            if targets.isEmpty { continue }
            rows.loadExtremes(
                input.numbers.span.extracting(
                    input.range(row: row, column: input.window.column, count: input.window.width)),
                from: input.window.column, covering: window.columns, reach: disc.margin.columns, sign: sign)
            for target in targets {
                var all = output.numbers.mutableSpan
                var line = all._mutatingExtracting(
                    (target - window.row) * window.width..<(target - window.row + 1) * window.width)
                rows.raise(&line, halfWidth: disc.halfWidths[abs(target - row)])
            }
        }
        var all = output.numbers.mutableSpan
        for i in 0..<window.count {
            let value = all[i]
            all[i] = sign * (value + (value - value))
        }
    }

    // MARK: Mean and deviation

    /// Sums in double precision, rounded to Float32 once: in integers where those give the same.
    private mutating func moments(
        _ disc: PixelDisc, kind: NeighbourhoodOperation.Kind, of input: borrowing NeighbourhoodPlane,
        into output: inout NeighbourhoodPlane
    ) {
        // Where the rows at hand are most of the window, one kind of sums is all that has been promised.
        if 4 * disc.margin.rows > input.window.height { releaseSums() }
        let grain = NumberGrain(input.numbers.span.extracting(0..<input.window.count))
        counts.begin(disc, window: input.window, target: output.window, isComplete: grain.isComplete)
        let sums = grain.sums(of: disc.count, squares: kind == .deviation)
        if kind == .deviation {
            deviations(disc, sums, of: input, into: &output)
        } else {
            means(disc, sums, of: input, into: &output)
        }
    }

    private mutating func means(
        _ disc: PixelDisc, _ sums: NumberGrain.Sums, of input: borrowing NeighbourhoodPlane,
        into output: inout NeighbourhoodPlane
    ) {
        switch sums {
        case .short: short.means(disc, of: input, into: &output, &counts, as: ShortNumbers())
        case .whole: whole.means(disc, of: input, into: &output, &counts, as: WholeNumbers())
        case .long: whole.means(disc, of: input, into: &output, &counts, as: LongNumbers())
        case .scaled(let scale):
            scaled.means(disc, of: input, into: &output, &counts, as: ScaledNumbers(scale: scale))
        case .inOrder: orderedMoments(disc, kind: .mean, of: input, into: &output)
        }
    }

    private mutating func deviations(
        _ disc: PixelDisc, _ sums: NumberGrain.Sums, of input: borrowing NeighbourhoodPlane,
        into output: inout NeighbourhoodPlane
    ) {
        switch sums {
        case .short, .whole, .long: whole.deviations(disc, of: input, into: &output, &counts, as: WholeNumbers())
        case .scaled(let scale):
            scaled.deviations(disc, of: input, into: &output, &counts, as: ScaledNumbers(scale: scale))
        case .inOrder: orderedMoments(disc, kind: .deviation, of: input, into: &output)
        }
    }

    private mutating func releaseSums() {
        counts.release()
        short.release()
        whole.release()
        scaled.release()
    }

    /// Always in the same order relative to the pixel.
    private mutating func orderedMoments(
        _ disc: PixelDisc, kind: NeighbourhoodOperation.Kind, of input: borrowing NeighbourhoodPlane,
        into output: inout NeighbourhoodPlane
    ) {
        let window = output.window
        let needsSquares = kind == .deviation
        // What follows needs the memory that those have been promised.
        releaseSums()
        var sums = [Double](repeating: 0, count: window.count)
        var squares = [Double](repeating: 0, count: needsSquares ? window.count : 0)
        var counts = [Int32](repeating: 0, count: window.count)
        for row in input.window.rows {
            let targets = (row - disc.margin.rows...row + disc.margin.rows).clamped(to: window.rows)
            if targets.isEmpty { continue }
            rows.loadSums(
                input.numbers.span.extracting(
                    input.range(row: row, column: input.window.column, count: input.window.width)),
                from: input.window.column, covering: window.columns, reach: disc.margin.columns, squares: needsSquares)
            for target in targets {
                let line = (target - window.row) * window.width..<(target - window.row + 1) * window.width
                let halfWidth = disc.halfWidths[abs(target - row)]
                rows.addSums(to: &sums, line, halfWidth: halfWidth)
                if needsSquares { rows.addSquares(to: &squares, line, halfWidth: halfWidth) }
                rows.addCounts(to: &counts, line, halfWidth: halfWidth)
            }
        }
        var numbers = output.numbers.mutableSpan
        for i in 0..<window.count {
            let count = Double(counts[i])
            let mean = sums[i] / count
            // 0/0 is the NaN of a pixel without neighbours.
            numbers[i] = needsSquares ? Float(max(0, squares[i] / count - mean * mean).squareRoot()) : Float(mean)
            if counts[i] == 0 { numbers[i] = .nan }
        }
    }

    // MARK: Gaussian

    /// Normalised convolution, separable: along rows, then along columns, in double precision, rounded to Float32 once.
    private mutating func gaussian(
        _ sigma: PixelExtent, of input: borrowing NeighbourhoodPlane, into output: inout NeighbourhoodPlane
    ) {
        let window = output.window
        let across = NeighbourhoodOperation.gaussianWeights(sigma.columns)
        let down = NeighbourhoodOperation.gaussianWeights(sigma.rows)
        let reach = (across.count / 2, down.count / 2)
        var sums = [Double](repeating: 0, count: window.count)
        var weights = [Double](repeating: 0, count: window.count)
        for row in input.window.rows {
            let targets = (row - reach.1...row + reach.1).clamped(to: window.rows)
            if targets.isEmpty { continue }
            rows.convolve(
                input.numbers.span.extracting(
                    input.range(row: row, column: input.window.column, count: input.window.width)),
                from: input.window.column, covering: window.columns, weights: across)
            for target in targets {
                let line = (target - window.row) * window.width..<(target - window.row + 1) * window.width
                rows.addConvolved(down[row - target + reach.1], to: &sums, &weights, line)
            }
        }
        var numbers = output.numbers.mutableSpan
        for i in 0..<window.count { numbers[i] = weights[i] > 0 ? Float(sums[i] / weights[i]) : .nan }
    }
}

extension ClosedRange<Int> {
    /// The part that lies in a half-open range.
    fileprivate func clamped(to limits: Range<Int>) -> Range<Int> {
        let low = Swift.max(lowerBound, limits.lowerBound)
        return low..<Swift.max(low, Swift.min(upperBound + 1, limits.upperBound))
    }
}

func fill(_ values: inout [Float], count: Int, with value: Float) {
    var span = values.mutableSpan
    for i in 0..<count { span[i] = value }
}
