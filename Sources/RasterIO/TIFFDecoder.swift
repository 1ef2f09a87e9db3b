import RasterModel

/// Fills pixel buffers from the chunks of a TIFF and keeps the last decoded chunks for neighbouring windows.
final class TIFFDecoder: WindowDecoder {
    private struct CachedChunk {
        var index: Int
        var lastUse: Int
        var bytes: [UInt8]
    }

    private let path: String
    private let source: RasterSource
    private let chunks: TIFFChunks
    private let capacity: Int
    private var cache: [CachedChunk] = []
    private var clock = 0

    init(_ source: RasterSource, cacheBytes: Int) throws(RasterError) {
        path = source.path
        self.source = source
        chunks = try TIFFChunks(path: path)
        capacity = max(1, cacheBytes / chunks.layout.chunkBytes)
    }

    func read(_ window: PixelWindow, planes: [Int], into buffer: inout PixelBuffer) throws(RasterError) {
        let layout = chunks.layout
        // Interleaved: one pass over the chunks serves all planes. Separate: each plane has chunks of its own.
        let passes = layout.isPixelInterleaved ? [Array(planes.indices)] : planes.indices.map { [$0] }
        for targets in passes {
            let first =
                layout.isPixelInterleaved ? 0 : (planes[targets[0]] - 1) * layout.chunksAcross * layout.chunksDown
            for row in window.row / layout.chunkHeight...(window.rows.upperBound - 1) / layout.chunkHeight {
                for column in window.column / layout.chunkWidth...(window.columns.upperBound - 1) / layout.chunkWidth {
                    let area = PixelWindow(
                        column: column * layout.chunkWidth, row: row * layout.chunkHeight, width: layout.chunkWidth,
                        height: layout.chunkHeight)
                    try copy(
                        chunk: first + row * layout.chunksAcross + column, area: area, window: window,
                        planes: planes, targets: targets, into: &buffer)
                }
            }
        }
    }

    private func copy(
        chunk: Int, area: PixelWindow, window: PixelWindow, planes: [Int], targets: [Int],
        into buffer: inout PixelBuffer
    ) throws(RasterError) {
        let part = area.intersection(window)
        if chunks.isSparse(chunk) {
            for target in targets {
                buffer.fill(plane: target, part, with: source.bands[planes[target] - 1].nodata ?? 0)
            }
            return
        }
        let place = try decoded(chunk, part)
        let layout = chunks.layout
        let stride = layout.samplesPerChunkPixel
        let samples = targets.map { layout.isPixelInterleaved ? planes[$0] - 1 : 0 }
        unsafe cache[place].bytes.withUnsafeBytes { bytes in
            unsafe buffer.take(
                from: bytes, area: area, part: part, stride: stride, samples: samples, targets: targets)
        }
    }

    /// The place in the cache of a decoded chunk.
    private func decoded(_ chunk: Int, _ window: PixelWindow) throws(RasterError) -> Int {
        clock += 1
        if let place = cache.firstIndex(where: { $0.index == chunk }) {
            cache[place].lastUse = clock
            return place
        }
        let place = freePlace()
        cache[place].index = -1
        try chunks.decode(chunk, into: &cache[place].bytes, path: path, window: window)
        cache[place].index = chunk
        cache[place].lastUse = clock
        return place
    }

    private func freePlace() -> Int {
        if cache.count < capacity {
            cache.append(
                CachedChunk(index: -1, lastUse: 0, bytes: Array(repeating: 0, count: chunks.layout.chunkBytes)))
            return cache.count - 1
        }
        return cache.indices.min { cache[$0].lastUse < cache[$1].lastUse } ?? 0
    }
}

extension PixelBuffer {
    /// Fills a part of a plane with one value.
    fileprivate mutating func fill(plane: Int, _ part: PixelWindow, with value: Double) {
        for row in part.rows {
            let start = index(band: plane, column: part.column - window.column, row: row - window.row)
            let range = start..<start + part.width
            switch type {
            case .uint8: set(&uint8, range, UInt8(exactly: value) ?? 0)
            case .int8: set(&int8, range, Int8(exactly: value) ?? 0)
            case .uint16: set(&uint16, range, UInt16(exactly: value) ?? 0)
            case .int16: set(&int16, range, Int16(exactly: value) ?? 0)
            case .uint32: set(&uint32, range, UInt32(exactly: value) ?? 0)
            case .int32: set(&int32, range, Int32(exactly: value) ?? 0)
            case .float32: set(&float32, range, Float(value))
            case .float64: set(&float64, range, value)
            }
        }
    }

    private func set<T>(_ samples: inout [T], _ range: Range<Int>, _ value: T) {
        for i in range { samples[i] = value }
    }

    /// Copies a part of a decoded chunk into planes.
    fileprivate mutating func take(
        from bytes: UnsafeRawBufferPointer, area: PixelWindow, part: PixelWindow, stride: Int, samples: [Int],
        targets: [Int]
    ) {
        switch type {
        case .uint8: unsafe take(&uint8, bytes, area, part, stride, samples, targets)
        case .int8: unsafe take(&int8, bytes, area, part, stride, samples, targets)
        case .uint16: unsafe take(&uint16, bytes, area, part, stride, samples, targets)
        case .int16: unsafe take(&int16, bytes, area, part, stride, samples, targets)
        case .uint32: unsafe take(&uint32, bytes, area, part, stride, samples, targets)
        case .int32: unsafe take(&int32, bytes, area, part, stride, samples, targets)
        case .float32: unsafe take(&float32, bytes, area, part, stride, samples, targets)
        case .float64: unsafe take(&float64, bytes, area, part, stride, samples, targets)
        }
    }

    @inline(__always)
    private func take<T>(
        _ planes: inout [T], _ bytes: UnsafeRawBufferPointer, _ area: PixelWindow, _ part: PixelWindow, _ stride: Int,
        _ samples: [Int], _ targets: [Int]
    ) {
        let chunk = unsafe bytes.assumingMemoryBound(to: T.self)
        unsafe planes.withUnsafeMutableBufferPointer { buffer in
            guard let source = chunk.baseAddress, let target = buffer.baseAddress else { return }
            for (index, plane) in targets.enumerated() {
                for row in part.rows {
                    let from = ((row - area.row) * area.width + part.column - area.column) * stride
                    let to = self.index(band: plane, column: part.column - window.column, row: row - window.row)
                    unsafe copySamples(
                        source + from, stride: stride, sample: samples[index], count: part.width, to: target + to)
                }
            }
        }
    }
}
