import TestSupport

/// Patches of a mask by flood fill.
struct NaivePatches {
    let mask: SmallMask
    private let fill: FloodFill

    /// - Parameter key: pixels of one key hang together; nil: of none.
    init(_ mask: SmallMask, cornersConnect: Bool = true, key: (UInt8) -> UInt8? = NaivePatches.classKey) {
        self.mask = mask
        fill = FloodFill(mask.size, cornersConnect: cornersConnect) { key(mask.codes[$0]) }
    }

    /// Pixels of each, by first pixels.
    var pixels: [[Int]] { fill.pixels }
    /// Number of the patch of each pixel; nil for those of none.
    var numbers: [Int?] { fill.labels }

    static func classKey(_ code: UInt8) -> UInt8? { (1...253).contains(code) ? code : nil }

    func code(_ patch: Int) -> UInt8 { mask.codes[pixels[patch][0]] }

    /// Patches of a choice taken together where they share sides.
    func groups(_ chosen: [Bool]) -> [[Int]] {
        var isTaken = chosen.map { !$0 }
        var groups: [[Int]] = []
        for start in pixels.indices where !isTaken[start] {
            isTaken[start] = true
            var group = [start]
            var next = 0
            while next < group.count {
                for pixel in pixels[group[next]] {
                    for step in FloodFill.sides {
                        guard let near = mask.size.neighbour(pixel, step), let other = numbers[near],
                            !isTaken[other]
                        else { continue }
                        isTaken[other] = true
                        group.append(other)
                    }
                }
                next += 1
            }
            groups.append(group)
        }
        return groups
    }

    /// Sides of some patches by the code beyond; `edge` for the end of the raster.
    ///
    /// - Parameters:
    ///   - codes: what counts as being beyond.
    ///   - counts: whether a patch beyond, or the absence of any, counts.
    func border(
        of group: [Int], codes: [UInt8], edge: UInt8 = 254, where counts: (Int?) -> Bool = { _ in true }
    ) -> [UInt8: Int] {
        var border: [UInt8: Int] = [:]
        for pixel in group.flatMap({ pixels[$0] }) {
            for step in FloodFill.sides {
                guard let near = mask.size.neighbour(pixel, step) else {
                    border[edge, default: 0] += 1
                    continue
                }
                if let number = numbers[near], group.contains(number) { continue }
                if counts(numbers[near]) { border[codes[near], default: 0] += 1 }
            }
        }
        return border
    }
}

/// Steps of cleaning by their definition.
enum NaiveCleaning {
    /// The class with the most, the lowest among equals; nil where there is no class.
    private static func most(_ counts: [UInt8: Int]) -> UInt8? {
        let classes = counts.filter { NaivePatches.classKey($0.key) != nil }
        return classes.filter { $0.value == classes.values.max() }.keys.min()
    }

    static func sieve(_ mask: SmallMask, below limit: Int) -> SmallMask {
        let patches = NaivePatches(mask)
        let isSmall = patches.pixels.map { $0.count < limit }
        var isStranded = isSmall.map { _ in false }
        var codes = mask.codes
        for patch in isSmall.indices where isSmall[patch] {
            let border = patches.border(of: [patch], codes: mask.codes) { $0.map { !isSmall[$0] } ?? false }
            guard let winner = most(border) else {
                isStranded[patch] = true
                continue
            }
            for pixel in patches.pixels[patch] { codes[pixel] = winner }
        }
        let first = codes
        for group in patches.groups(isStranded) {
            let pixels = group.flatMap { patches.pixels[$0] }
            let own = most(Dictionary(pixels.map { (mask.codes[$0], 1) }, uniquingKeysWith: +))
            let around = most(patches.border(of: group, codes: first))
            let winner = pixels.count < limit ? around ?? own : own
            for pixel in pixels { codes[pixel] = winner ?? 0 }
        }
        return SmallMask(width: mask.width, height: mask.height, codes: codes)
    }

    static func fill(_ mask: SmallMask, below limit: Int) -> SmallMask {
        let patches = NaivePatches(mask)
        var codes = mask.codes
        for group in patches.groups(patches.pixels.map { $0.count < limit }) {
            let pixels = group.flatMap { patches.pixels[$0] }
            let border = patches.border(of: group, codes: mask.codes)
            guard pixels.count < limit, border.count == 1, let winner = most(border) else { continue }
            for pixel in pixels { codes[pixel] = winner }
        }
        return SmallMask(width: mask.width, height: mask.height, codes: codes)
    }

    /// Keeps patches of a class whose centreline is at least so long.
    static func keep(_ mask: SmallMask, _ code: UInt8, length least: Double) -> SmallMask {
        let patches = NaivePatches(mask)
        var codes = mask.codes
        for patch in patches.pixels.indices where patches.code(patch) == code && length(patch, patches) < least {
            guard let winner = most(patches.border(of: [patch], codes: mask.codes)) else { continue }
            for pixel in patches.pixels[patch] { codes[pixel] = winner }
        }
        return SmallMask(width: mask.width, height: mask.height, codes: codes)
    }

    /// Length of the strip that has a patch's area and its perimeter, by lines in four directions (Cauchy and Crofton).
    private static func length(_ patch: Int, _ patches: NaivePatches) -> Double {
        func crossings(_ steps: [(Int, Int)]) -> Double {
            let ends = patches.pixels[patch].flatMap { pixel in
                steps.filter { step in
                    patches.mask.size.neighbour(pixel, step).map { patches.numbers[$0] != patch } ?? true
                }
            }
            return Double(ends.count)
        }
        let weighted = crossings(FloodFill.sides) + crossings(FloodFill.corners) / 2.0.squareRoot()
        let half = weighted * .pi / 16
        let area = Double(patches.pixels[patch].count)
        return (half + max(0, half * half - 4 * area).squareRoot()) / 2
    }
}
