/// Figures by class code.
package typealias PatchCensus = [UInt8: PatchFigures]

extension PatchCensus {
    mutating func add(_ patch: PatchSize) {
        self[patch.code, default: PatchFigures()].add(pixels: patch.pixels, area: patch.area)
    }

    mutating func merge(_ other: PatchCensus) {
        for (code, figures) in other { self[code, default: PatchFigures()].merge(figures) }
    }
}
