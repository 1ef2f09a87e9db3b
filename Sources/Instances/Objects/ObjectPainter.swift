package import RasterModel

/// Paints object numbers. Belongs to one worker.
package struct ObjectPainter {
    private var source: any ObjectSource
    private var labels = BlockLabels()

    /// A painter of what a `ComponentMeasure` with the same request found.
    package init(_ request: ComponentRequest) { source = request.makeSource() }

    /// The number of the object that each pixel of a block belongs to, row-major; 0 for none.
    ///
    /// - Parameters:
    ///   - codes: row-major mask codes of the block, the same as in the first sweep.
    ///   - window: the block's window of the raster.
    ///   - numbers: `ObjectNumbers.numbers(ofBlock:)`. Those beyond 2^32 - 1 become 0.
    package mutating func paint(_ codes: Span<UInt8>, window: PixelWindow, numbers: [Int]) -> [UInt32] {
        labels.find(codes, window: window, source: &source)
        var painted = [UInt32](repeating: 0, count: window.count)
        labels.forEachRun { label, columns, row in
            let number = UInt32(exactly: numbers[label]) ?? 0
            for column in columns { painted[row * window.width + column] = number }
        }
        return painted
    }
}
