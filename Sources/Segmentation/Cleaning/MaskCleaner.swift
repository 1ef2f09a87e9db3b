package import RasterModel

/// Runs the steps of `clean` over a part of a mask. Belongs to one thread: it keeps its work space.
package struct MaskCleaner: Sendable {
    /// Bytes per pixel that a cleaner needs at most: copies of the codes, members, distances and votes.
    package static let pixelBytes = 24

    private struct Step: Sendable {
        var step: CleanStep
        var disc: PixelDisc

        var margin: PixelMargin {
            if case .majority = step { return disc.margin }
            return disc.margin + disc.margin
        }
    }

    private let steps: [Step]
    private let classes: [UInt8]
    private var spread = TruthSpread()
    private var counter = DiscCounter()
    private var members: [UInt8] = []
    private var inner: [UInt8] = []
    private var outer: [UInt8] = []

    /// A cleaner of masks.
    ///
    /// - Parameters:
    ///   - steps: in the order in which they are done; their classes are mask codes.
    ///   - classes: the mask codes of all classes, ascending.
    ///   - pixelSize: of a pixel on the ground; nil will do where all widths are in pixels, anything else traps.
    package init(_ steps: [CleanStep], classes: [UInt8], pixelSize: GroundPixelSize?) {
        self.classes = classes
        self.steps = steps.compactMap { step in
            guard let width = step.width.pixels(of: pixelSize) else { preconditionFailure("unchecked length") }
            let disc = PixelDisc(radius: width.scaled(by: 0.5))
            return disc.isPoint ? nil : Step(step: step, disc: disc)
        }
    }

    /// How far around a pixel the mask decides about it.
    package var margin: PixelMargin { steps.reduce(.none) { $0 + $1.margin } }

    /// Cleans a part of a mask.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of `window`; afterwards those of `core`.
    ///   - window: `core` grown by `margin`, as far as the raster reaches.
    ///   - core: the pixels wanted.
    package mutating func clean(_ codes: inout [UInt8], window: PixelWindow, core: PixelWindow) {
        var rest = margin
        var window = window
        for item in steps {
            rest = PixelMargin(columns: rest.columns - item.margin.columns, rows: rest.rows - item.margin.rows)
            let target = core.grown(by: rest, within: window)
            var result = target.extract(from: codes, in: window)
            switch item.step {
            case .majority: majority(codes, window, item.disc, target, into: &result)
            case .open(let value, _): open(value, codes, window, item.disc, target, into: &result)
            case .close(let value, _): close(value, codes, window, item.disc, target, into: &result)
            }
            codes = result
            window = target
        }
        if window != core { codes = core.extract(from: codes, in: window) }
    }

    // MARK: Steps

    private mutating func majority(
        _ codes: [UInt8], _ window: PixelWindow, _ disc: PixelDisc, _ target: PixelWindow, into result: inout [UInt8]
    ) {
        let winners = winners(among: classes, codes, window, disc, target)
        var out = result.mutableSpan
        for i in 0..<target.count {
            let code = out[i]
            let stays = code == MaskCode.nodata || code > MaskCode.highestClass || winners.own[i] == winners.most[i]
            out[i] = stays ? code : winners.code[i]
        }
    }

    private mutating func open(
        _ value: UInt8, _ codes: [UInt8], _ window: PixelWindow, _ disc: PixelDisc, _ target: PixelWindow,
        into result: inout [UInt8]
    ) {
        let around = target.grown(by: disc.margin, within: window)
        select(codes, window.count) { $0 != value && $0 != MaskCode.nodata && $0 <= MaskCode.highestClass }
        spread.dilate(members, window: window, disc: disc, over: around, into: &inner)
        for i in 0..<around.count { inner[i] = 1 - inner[i] }
        spread.dilate(inner, window: around, disc: disc, over: target, into: &outer)
        let lost = (0..<target.count).filter { result[$0] == value && outer[$0] == 0 }
        if lost.isEmpty { return }
        let winners = winners(among: classes.filter { $0 != value }, codes, window, disc, target)
        for i in lost where winners.most[i] > 0 { result[i] = winners.code[i] }
    }

    private mutating func close(
        _ value: UInt8, _ codes: [UInt8], _ window: PixelWindow, _ disc: PixelDisc, _ target: PixelWindow,
        into result: inout [UInt8]
    ) {
        let around = target.grown(by: disc.margin, within: window)
        select(codes, window.count) { $0 == value }
        spread.dilate(members, window: window, disc: disc, over: around, into: &inner)
        for i in 0..<around.count { inner[i] = 1 - inner[i] }
        spread.dilate(inner, window: around, disc: disc, over: target, into: &outer)
        for i in 0..<target.count
        where outer[i] == 0 && result[i] != MaskCode.nodata && result[i] <= MaskCode.highestClass {
            result[i] = value
        }
    }

    private mutating func select(_ codes: [UInt8], _ count: Int, _ belongs: (UInt8) -> Bool) {
        if members.count < count { members = [UInt8](repeating: 0, count: count) }
        var span = members.mutableSpan
        for i in 0..<count { span[i] = belongs(codes[i]) ? 1 : 0 }
    }

    // MARK: Votes

    /// Per pixel: the code with most pixels in the disc, how many those are, and how many have the pixel's own code.
    private struct Winners {
        var code: [UInt8]
        var most: [Int32]
        var own: [Int32]
    }

    private mutating func winners(
        among candidates: [UInt8], _ codes: [UInt8], _ window: PixelWindow, _ disc: PixelDisc, _ target: PixelWindow
    ) -> Winners {
        var winners = Winners(
            code: [UInt8](repeating: 0, count: target.count), most: [Int32](repeating: 0, count: target.count),
            own: [Int32](repeating: 0, count: target.count))
        let centre = target.extract(from: codes, in: window)
        for candidate in candidates where codes.span.extracting(0..<window.count).count(of: candidate) > 0 {
            select(codes, window.count) { $0 == candidate }
            let votes = counter.count(members, window: window, disc: disc, over: target)
            for i in 0..<target.count {
                if centre[i] == candidate { winners.own[i] = votes[i] }
                // Ascending: in a tie the lowest code stays.
                if votes[i] > winners.most[i] {
                    winners.most[i] = votes[i]
                    winners.code[i] = candidate
                }
            }
        }
        return winners
    }
}
