import RasterModel

/// Copies some bands and masks of a raster that is held in memory, window by window, into the first planes and masks of
/// a buffer. Belongs to one thread.
final class MemoryLayerReader: LayerReader {
    private let name: String
    private let raster: PixelWindow
    private let planes: [SampleArray]
    private let masks: [[UInt8]]
    private let damage: [PixelWindow]
    private let keepsGoing: Bool

    /// - Parameters:
    ///   - bands: for each plane the band's number, from 1.
    ///   - masks: for each mask where it comes from.
    ///   - type: of the buffers to come.
    init(_ raster: MemoryRaster, bands: [Int], masks: [MaskLayer], type: SampleType, keepsGoing: Bool) {
        name = raster.name
        self.raster = raster.window
        planes = bands.map { raster.bands[$0 - 1].samples.converted(to: type) }
        self.masks = masks.map { layer in
            guard case .band(let address) = layer, let mask = raster.mask ?? raster.bands[address.number - 1].mask
            else { preconditionFailure("a raster in memory has no other masks") }
            return mask
        }
        damage = raster.damage
        self.keepsGoing = keepsGoing
    }

    func read(_ window: PixelWindow, into buffer: inout PixelBuffer) throws(RasterError) {
        for part in damage.map({ $0.intersection(window) }) where !part.isEmpty {
            guard keepsGoing else { throw RasterError("read", name, window: part, reason: "it is damaged") }
            let layers = planes.indices.map(BufferLayer.plane) + masks.indices.map(BufferLayer.mask)
            buffer.unreadable.append(UnreadablePart(window: part, layers: Set(layers)))
        }
        for (index, plane) in planes.enumerated() { buffer.take(plane, of: raster, window, as: index) }
        for (index, mask) in masks.enumerated() {
            window.copy(from: mask, in: raster, into: &buffer.masks, in: buffer.window, toLayer: index)
        }
    }
}

extension PixelBuffer {
    /// Copies a window of samples that are of the buffer's type.
    fileprivate mutating func take(
        _ samples: SampleArray, of raster: PixelWindow, _ part: PixelWindow, as plane: Int
    ) {
        let window = window
        switch samples {
        case .uint8(let all): part.copy(from: all, in: raster, into: &uint8, in: window, toLayer: plane)
        case .int8(let all): part.copy(from: all, in: raster, into: &int8, in: window, toLayer: plane)
        case .uint16(let all): part.copy(from: all, in: raster, into: &uint16, in: window, toLayer: plane)
        case .int16(let all): part.copy(from: all, in: raster, into: &int16, in: window, toLayer: plane)
        case .uint32(let all): part.copy(from: all, in: raster, into: &uint32, in: window, toLayer: plane)
        case .int32(let all): part.copy(from: all, in: raster, into: &int32, in: window, toLayer: plane)
        case .float32(let all): part.copy(from: all, in: raster, into: &float32, in: window, toLayer: plane)
        case .float64(let all): part.copy(from: all, in: raster, into: &float64, in: window, toLayer: plane)
        }
    }
}
