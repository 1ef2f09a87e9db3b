import Spool
import Coverage
import Instances
import RasterModel

/// The streaming labeller over a mask in memory.
struct Streaming {
    private(set) var components: [Component] = []
    private(set) var objects: [TracedObject] = []

    /// - Parameter traces: whether the second sweep is done too.
    init(
        _ mask: TestMask, _ request: ComponentRequest, block: (width: Int, height: Int), areas: PixelAreas? = nil,
        signals: [[Float]] = [], sortMemory: Int = 1000, traces: Bool = false,
        mostCorners: Int = .max
    ) throws {
        let store = SpillMemory()
        let windows = mask.blocks(block.width, block.height)
        var measure = ComponentMeasure(request, raster: mask.size, areas: areas)
        var survey = ComponentSurvey(request, raster: mask.size, store: store, sortMemory: sortMemory)
        for window in windows {
            let planes = signals.map { plane in
                window.rows.flatMap { row in window.columns.map { plane[row * mask.size.width + $0] } }
            }
            try survey.add(measure.measure(mask.cut(window).span, window: window, signals: planes))
        }
        let tables = try survey.finish()
        guard traces else {
            var reader = tables.components
            while let (number, component) = try reader.next() {
                components.append(component)
                precondition(number == components.count)
            }
            return
        }
        var tracer = ObjectTracer(request, raster: mask.size, areas: areas)
        var collector = ObjectCollector(
            raster: mask.size, mostCorners: mostCorners, store: store, sortMemory: sortMemory)
        for (number, window) in windows.enumerated() {
            let resolved = try tables.resolved(forBlock: number)
            try collector.add(tracer.trace(mask.cut(window).span, window: window, resolved: resolved))
        }
        var reader = try collector.finish(tables.components)
        while let object = try reader.next() { objects.append(object) }
        components = objects.map(\.component)
    }
}

extension Streaming {
    /// The number of each pixel's object, as they are painted block by block.
    static func paint(
        _ mask: TestMask, _ request: ComponentRequest, _ block: (width: Int, height: Int)
    ) throws -> [UInt32] {
        let store = SpillMemory()
        let windows = mask.blocks(block.width, block.height)
        var measure = ComponentMeasure(request, raster: mask.size, areas: nil)
        var survey = ComponentSurvey(request, raster: mask.size, store: store)
        for window in windows { try survey.add(measure.measure(mask.cut(window).span, window: window)) }
        let numbers = try ObjectNumbers(try survey.finish(), store: store)
        var painter = ObjectPainter(request)
        var painted = [UInt32](repeating: 0, count: mask.size.count)
        for (index, window) in windows.enumerated() {
            let part = painter.paint(
                mask.cut(window).span, window: window,
                numbers: try numbers.numbers(ofBlock: index, from: store))
            for row in window.rows {
                for column in window.columns {
                    painted[row * mask.size.width + column] =
                        part[(row - window.row) * window.width + column - window.column]
                }
            }
        }
        return painted
    }
}

/// Block sizes that cut masks in every way.
let blockSizes: [(width: Int, height: Int)] = [(1, 1), (2, 3), (5, 4), (7, 1), (1, 6), (8, 8), (64, 64)]
