import Coverage
import Instances
import RasterModel

/// The streaming labeller over a mask in memory.
struct Streaming {
    var components: [Component] = []
    var table: SettlementTable<PixelPlace>

    init(
        _ mask: TestMask, _ request: ComponentRequest, block: (width: Int, height: Int), areas: PixelAreas? = nil,
        signals: [[Float]] = [], sortMemory: Int = 1000
    ) throws {
        let store = MemorySpill()
        var measure = ComponentMeasure(request, raster: mask.size, areas: areas)
        var merger = SeamMerger<Component, PixelPlace>(size: mask.size, store: store)
        var sort = SpilledSort<PixelPlace>(store: store, memory: sortMemory)
        for window in mask.blocks(block.width, block.height) {
            let planes = signals.map { plane in
                window.rows.flatMap { row in window.columns.map { plane[row * mask.size.width + $0] } }
            }
            let found = measure.measure(mask.cut(window).span, window: window, signals: planes)
            try sort.add(found.closed)
            try merger.add(found.border) { component in
                try sort.add(component.shape.first, component)
                return component.shape.first
            }
        }
        table = try merger.settlements()
        var sorted = try sort.sorted()
        while let entry = try sorted.next(as: Component.self) { components.append(entry.value) }
    }
}

/// Block sizes that cut masks in every way.
let blockSizes: [(width: Int, height: Int)] = [(1, 1), (2, 3), (5, 4), (7, 1), (1, 6), (8, 8), (64, 64)]
