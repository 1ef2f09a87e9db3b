import Instances
import RasterModel
import TestSupport
import Testing

/// Components by flood fill, and their figures pixel by pixel.
struct NaiveComponents {
    let mask: TestMask
    /// Number of each pixel's component, from 0 in raster order; -1 for none.
    let labels: [Int]
    let pixels: [[PixelPosition]]

    /// Neighbours of equal keys belong together; nil has no component.
    init(_ mask: TestMask, _ neighbours: Neighbours, key: (UInt8) -> UInt8? = { (1...253).contains($0) ? $0 : nil }) {
        self.init(mask, connecting: neighbours) { key(mask.codes[$0]) }
    }

    /// The same by keys of pixels instead of codes.
    init<Key: Equatable>(_ mask: TestMask, connecting neighbours: Neighbours, key: (_ index: Int) -> Key?) {
        self.mask = mask
        let fill = FloodFill(mask.size, cornersConnect: neighbours == .eight, key: key)
        labels = fill.labels.map { $0 ?? -1 }
        pixels = fill.pixels.map { pixels in
            pixels.map { PixelPosition(column: $0 % mask.size.width, row: $0 / mask.size.width) }
        }
    }

    func index(_ position: PixelPosition) -> Int { position.row * mask.size.width + position.column }

    /// Component beside a pixel; nil beyond the edge, -1 where there is none.
    func label(_ column: Int, _ row: Int) -> Int? {
        mask.contains(column, row) ? labels[row * mask.size.width + column] : nil
    }

    func code(_ column: Int, _ row: Int) -> UInt8? { mask.contains(column, row) ? mask[column, row] : nil }

    /// Number of sides between the component and anything else.
    func sides(_ component: Int) -> (vertical: Int, horizontal: Int) {
        var sum = (vertical: 0, horizontal: 0)
        for position in pixels[component] {
            for (column, row) in FloodFill.sides where label(position.column + column, position.row + row) != component
            {
                if row == 0 { sum.vertical += 1 } else { sum.horizontal += 1 }
            }
        }
        return sum
    }
}

extension NaiveComponents {
    /// Holds what was found against the definitions, pixel by pixel.
    func check(_ found: [Component]) {
        #expect(found.count == self.pixels.count, "\(mask)")
        for (index, pixels) in self.pixels.enumerated() where index < found.count {
            let region = found[index].region
            #expect(region.first == pixels[0])
            #expect(region.pixels == pixels.count)
            #expect(region.code == mask[pixels[0].column, pixels[0].row])
            #expect(region.columnSum == pixels.map(\.column).reduce(0, +))
            #expect(region.rowSum == pixels.map(\.row).reduce(0, +))
            #expect(region.bounds.rows == pixels[0].row..<pixels[pixels.count - 1].row + 1)
            #expect(region.bounds.columns.lowerBound == pixels.map(\.column).min())
            #expect(region.bounds.columns.upperBound == (pixels.map(\.column).max() ?? 0) + 1)
            #expect((region.verticalSides, region.horizontalSides) == sides(index))
            let around = pixels.flatMap { position in
                FloodFill.sides.map { code(position.column + $0.0, position.row + $0.1) }
            }
            #expect(region.touchesEdge == around.contains(nil))
            #expect(region.touchesAbsent == around.contains { [0, 254, 255].contains($0 ?? 1) })
            #expect(pixels.contains { $0.row == region.middleRow })
        }
    }
}
