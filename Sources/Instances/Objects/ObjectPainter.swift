package import RasterModel

/// Paints object numbers. Belongs to one worker.
package struct ObjectPainter {
    private let request: ComponentRequest
    private var labels = BlockLabels()

    /// A painter of what a `ComponentMeasure` with the same request found.
    package init(_ request: ComponentRequest) { self.request = request }

    /// The number of the object that each pixel of a block belongs to, row-major; 0 for none.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of the block, the same as in the first sweep.
    ///   - numbers: `ObjectNumbers.numbers(ofBlock:)`. Those beyond 2^32 - 1 become 0.
    package mutating func paint(_ codes: Span<UInt8>, size: RasterSize, numbers: [Int]) -> [UInt32] {
        labels.find(codes, size: size, keys: request.keys, neighbours: request.neighbours)
        var painted = [UInt32](repeating: 0, count: size.count)
        labels.forEachRun { label, columns, row in
            let number = UInt32(exactly: numbers[label]) ?? 0
            for column in columns { painted[row * size.width + column] = number }
        }
        return painted
    }
}
