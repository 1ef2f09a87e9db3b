import Instances
import RasterModel
import TestSupport

/// Removal of patches by its definition, over the whole mask at once.
struct NaiveRemoval {
    let mask: TestMask
    let neighbours: Neighbours

    private func isPresent(_ code: UInt8?) -> Bool { code.map { (1...253).contains($0) } ?? false }

    /// Sides of a set of pixels by what lies beyond: nil is the edge of the raster.
    private func sides(_ pixels: [PixelPosition], in mask: TestMask, where counts: (Int) -> Bool) -> [UInt8?: Int] {
        let inside = Set(pixels)
        var sides: [UInt8?: Int] = [:]
        for position in pixels {
            for step in FloodFill.sides {
                guard mask.contains(position.column + step.0, position.row + step.1) else {
                    sides[.none, default: 0] += 1
                    continue
                }
                let near = PixelPosition(column: position.column + step.0, row: position.row + step.1)
                if inside.contains(near) { continue }
                if counts(near.row * mask.size.width + near.column) {
                    sides[mask[near.column, near.row], default: 0] += 1
                }
            }
        }
        return sides
    }

    private func longest(_ sides: [UInt8?: Int]) -> UInt8? {
        let classes = sides.filter { isPresent($0.key) }
        let most = classes.values.max()
        return classes.filter { $0.value == most }.compactMap(\.key).min()
    }

    /// Marked patches taken together where they share sides.
    private func groups(_ patches: NaiveComponents, marked: [Bool]) -> [[PixelPosition]] {
        var groupOf = patches.pixels.indices.map { $0 }
        for (patch, pixels) in patches.pixels.enumerated() where marked[patch] {
            for position in pixels {
                for step in FloodFill.sides {
                    guard let other = patches.label(position.column + step.0, position.row + step.1), other >= 0,
                        marked[other]
                    else { continue }
                    let (kept, lost) = (groupOf[patch], groupOf[other])
                    for index in groupOf.indices where groupOf[index] == lost { groupOf[index] = kept }
                }
            }
        }
        let members = patches.pixels.indices.filter { marked[$0] }
        return Dictionary(grouping: members) { groupOf[$0] }.values.map { $0.flatMap { patches.pixels[$0] } }
    }

    func sieved(below limit: Int, classes: Set<UInt8>? = nil) -> TestMask {
        let patches = NaiveComponents(mask, neighbours)
        let isRemoved = patches.pixels.map { pixels in
            pixels.count < limit && classes?.contains(mask[pixels[0].column, pixels[0].row]) ?? true
        }
        var result = mask
        var stranded = isRemoved.map { _ in false }
        for (patch, pixels) in patches.pixels.enumerated() where isRemoved[patch] {
            let around = sides(pixels, in: mask) { patches.labels[$0] >= 0 && !isRemoved[patches.labels[$0]] }
            for position in pixels {
                if let code = longest(around) { result[position.column, position.row] = code }
            }
            stranded[patch] = longest(around) == nil
        }
        let before = result
        for pixels in groups(patches, marked: stranded) {
            let own = Dictionary(pixels.map { (Optional(mask[$0.column, $0.row]), 1) }, uniquingKeysWith: +)
            let around = sides(pixels, in: before) { _ in true }
            let code = pixels.count < limit ? longest(around) ?? longest(own) : longest(own)
            for position in pixels { result[position.column, position.row] = code ?? 0 }
        }
        return result
    }

    func filled(below limit: Int, into: Set<UInt8>? = nil) -> TestMask {
        let patches = NaiveComponents(mask, neighbours)
        var result = mask
        for pixels in groups(patches, marked: patches.pixels.map { $0.count < limit }) where pixels.count < limit {
            let around = sides(pixels, in: mask) { _ in true }
            guard around.count == 1, let code = longest(around), into?.contains(code) ?? true else { continue }
            for position in pixels { result[position.column, position.row] = code }
        }
        return result
    }

    func kept(_ code: UInt8, where holds: ([PixelPosition]) -> Bool) -> TestMask {
        let patches = NaiveComponents(mask, neighbours)
        var result = mask
        for pixels in patches.pixels where mask[pixels[0].column, pixels[0].row] == code && !holds(pixels) {
            let around = sides(pixels, in: mask) { _ in true }
            for position in pixels { result[position.column, position.row] = longest(around) ?? code }
        }
        return result
    }
}
