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
        precondition(buffer.type == layout.type, "chunks are copied as they are stored")
        if try readWords(window, planes: planes, into: &buffer) { return }
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

    /// Decodes straight into the buffer where pixels are four bytes and the window is a column of whole chunks.
    ///
    /// - Returns: false where the window is none of that kind; nothing has been read then.
    private func readWords(
        _ window: PixelWindow, planes: [Int], into buffer: inout PixelBuffer
    ) throws(RasterError) -> Bool {
        let layout = chunks.layout
        guard buffer.mayPack, planes.count == buffer.bandCount, buffer.type == .uint8, layout.type == .uint8,
            layout.samplesPerChunkPixel == 4, window.width == layout.chunkWidth, window.column % layout.chunkWidth == 0,
            window.row % layout.chunkHeight == 0,
            window.height % layout.chunkHeight == 0 || window.rows.upperBound == layout.size.height
        else { return false }
        let down = (window.height + layout.chunkHeight - 1) / layout.chunkHeight
        let first = window.row / layout.chunkHeight * layout.chunksAcross + window.column / layout.chunkWidth
        let numbers = (0..<down).map { first + $0 * layout.chunksAcross }
        // A chunk that the file leaves out has no bytes to decode.
        for chunk in numbers where try chunks.isSparse(chunk, path: path, window: window) { return false }
        buffer.pack(samples: planes.map { $0 - 1 }, words: down * layout.chunkWidth * layout.chunkHeight)
        let path = path
        try unsafe buffer.uint32.withUnsafeMutableBytes { words in
            Result { () throws(RasterError) in
                for (index, chunk) in numbers.enumerated() {
                    let part = unsafe UnsafeMutableRawBufferPointer(rebasing: words[(index * layout.chunkBytes)...])
                    try unsafe chunks.decode(chunk, into: part, path: path, window: window)
                }
            }
        }.get()
        return true
    }

    private func copy(
        chunk: Int, area: PixelWindow, window: PixelWindow, planes: [Int], targets: [Int],
        into buffer: inout PixelBuffer
    ) throws(RasterError) {
        let part = area.intersection(window)
        if try chunks.isSparse(chunk, path: path, window: part) {
            for target in targets {
                buffer.fill(plane: target, part, with: source.bands[planes[target] - 1].nodata ?? 0)
            }
            return
        }
        let slot = try decoded(chunk, part)
        let layout = chunks.layout
        let stride = layout.samplesPerChunkPixel
        let samples = targets.map { layout.isPixelInterleaved ? planes[$0] - 1 : 0 }
        let piece = ChunkPiece(
            area: area, part: part, window: window, stride: stride, samples: samples, targets: targets)
        unsafe cache[slot].bytes.withUnsafeBytes { unsafe buffer.take(piece, from: $0) }
    }

    /// The slot of the cache that holds a decoded chunk.
    private func decoded(_ chunk: Int, _ window: PixelWindow) throws(RasterError) -> Int {
        clock += 1
        if let slot = cache.firstIndex(where: { $0.index == chunk }) {
            cache[slot].lastUse = clock
            return slot
        }
        let slot = freeSlot()
        cache[slot].index = -1
        let path = path
        try unsafe cache[slot].bytes.withUnsafeMutableBytes { bytes in
            Result { () throws(RasterError) in try unsafe chunks.decode(chunk, into: bytes, path: path, window: window)
            }
        }.get()
        cache[slot].index = chunk
        cache[slot].lastUse = clock
        return slot
    }

    private func freeSlot() -> Int {
        if cache.count < capacity {
            cache.append(
                CachedChunk(index: -1, lastUse: 0, bytes: Array(repeating: 0, count: chunks.layout.chunkBytes)))
            return cache.count - 1
        }
        return cache.indices.min { cache[$0].lastUse < cache[$1].lastUse } ?? 0
    }
}

extension PixelBuffer {
    /// Fills a part of a plane with one value: the nearest that the type holds, as GDAL does.
    mutating func fill(plane: Int, _ part: PixelWindow, with value: Double) {
        for row in part.rows {
            let start = plane * window.count + part.offset(ofRow: row, in: window)
            let range = start..<start + part.width
            switch type {
            case .uint8: Self.set(&uint8, range, Self.nearest(value))
            case .int8: Self.set(&int8, range, Self.nearest(value))
            case .uint16: Self.set(&uint16, range, Self.nearest(value))
            case .int16: Self.set(&int16, range, Self.nearest(value))
            case .uint32: Self.set(&uint32, range, Self.nearest(value))
            case .int32: Self.set(&int32, range, Self.nearest(value))
            case .float32: Self.set(&float32, range, Float(value))
            case .float64: Self.set(&float64, range, value)
            }
        }
    }

    /// Copies a part of a decoded chunk into planes.
    fileprivate mutating func take(_ piece: ChunkPiece, from bytes: UnsafeRawBufferPointer) {
        switch type {
        case .uint8: unsafe Self.take(&uint8, piece, from: bytes)
        case .int8: unsafe Self.take(&int8, piece, from: bytes)
        case .uint16: unsafe Self.take(&uint16, piece, from: bytes)
        case .int16: unsafe Self.take(&int16, piece, from: bytes)
        case .uint32: unsafe Self.take(&uint32, piece, from: bytes)
        case .int32: unsafe Self.take(&int32, piece, from: bytes)
        case .float32: unsafe Self.take(&float32, piece, from: bytes)
        case .float64: unsafe Self.take(&float64, piece, from: bytes)
        }
    }

    private static func nearest<T: FixedWidthInteger>(_ value: Double) -> T {
        if value.isNaN { return 0 }
        return value <= Double(T.min) ? .min : value >= Double(T.max) ? .max : T(value.rounded())
    }

    // Static, so that no copy of the buffer keeps its arrays from being changed in place.

    private static func set<T>(_ samples: inout [T], _ range: Range<Int>, _ value: T) {
        var all = samples.mutableSpan
        var part = all._mutatingExtracting(range)
        part.update(repeating: value)
    }

    private static func take<T>(_ planes: inout [T], _ piece: ChunkPiece, from bytes: UnsafeRawBufferPointer) {
        let chunk = unsafe bytes.assumingMemoryBound(to: T.self)
        unsafe planes.withUnsafeMutableBufferPointer { buffer in
            guard let source = chunk.baseAddress, let target = buffer.baseAddress else { return }
            for (plane, sample) in zip(piece.targets, piece.samples) {
                for row in piece.part.rows {
                    let from = piece.sampleOffset(row: row)
                    let to = piece.planeOffset(plane: plane, row: row)
                    unsafe copySamples(
                        source + from, stride: piece.stride, sample: sample, count: piece.part.width, to: target + to)
                }
            }
        }
    }
}

/// Which part of a decoded chunk goes where in a buffer.
private struct ChunkPiece {
    /// The chunk's pixels in the raster.
    var area: PixelWindow
    /// The pixels wanted.
    var part: PixelWindow
    /// The buffer's pixels.
    var window: PixelWindow
    /// Samples of one pixel in the chunk.
    var stride: Int
    /// For each target plane, which sample of the pixel it takes.
    var samples: [Int]
    /// Planes of the buffer.
    var targets: [Int]

    func sampleOffset(row: Int) -> Int {
        part.offset(ofRow: row, in: area) * stride
    }

    func planeOffset(plane: Int, row: Int) -> Int {
        plane * window.count + part.offset(ofRow: row, in: window)
    }
}
