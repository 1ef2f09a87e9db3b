import CTIFF
import RasterModel

/// How a TIFF divides its pixels.
struct TIFFLayout: Sendable, Hashable {
    var size: RasterSize
    var samplesPerPixel: Int
    var type: SampleType
    var isTiled: Bool
    /// One chunk holds all bands of its pixels; otherwise each band has its own chunks.
    var isPixelInterleaved: Bool
    var chunkWidth: Int
    var chunkHeight: Int
    /// Packed by DEFLATE, in the usual order of bits.
    var isDeflate: Bool
    var predictor: TIFFPredictor
    /// The file's order of bytes is not that of this machine.
    var isSwapped: Bool

    /// Samples of one pixel in one chunk.
    var samplesPerChunkPixel: Int { isPixelInterleaved ? samplesPerPixel : 1 }
    var chunksAcross: Int { (size.width + chunkWidth - 1) / chunkWidth }
    var chunksDown: Int { (size.height + chunkHeight - 1) / chunkHeight }
    var chunkBytes: Int { chunkWidth * chunkHeight * samplesPerChunkPixel * type.size }

    /// Bytes that a chunk decodes to: the last strip may be shorter, tiles never are.
    func byteCount(of chunk: Int) -> Int {
        guard !isTiled else { return chunkBytes }
        let first = chunk % chunksDown * chunkHeight
        return chunkWidth * min(chunkHeight, size.height - first) * samplesPerChunkPixel * type.size
    }

    init?(handle: OpaquePointer) {
        func short(_ tag: Int32, absent: UInt16) -> UInt16 {
            var value = absent
            return unsafe quadrat_tiff_get_short(handle, UInt32(tag), &value) != 0 ? value : absent
        }
        func long(_ tag: Int32) -> Int {
            var value: UInt32 = 0
            return unsafe quadrat_tiff_get_long(handle, UInt32(tag), &value) != 0 ? Int(value) : 0
        }
        let codec = short(TIFFTAG_COMPRESSION, absent: UInt16(COMPRESSION_NONE))
        let photometric = Int32(short(TIFFTAG_PHOTOMETRIC, absent: UInt16(PHOTOMETRIC_MINISBLACK)))
        let bits = short(TIFFTAG_BITSPERSAMPLE, absent: 1)
        let format = Int32(short(TIFFTAG_SAMPLEFORMAT, absent: UInt16(SAMPLEFORMAT_UINT)))
        let plain = [PHOTOMETRIC_MINISBLACK, PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_RGB, PHOTOMETRIC_PALETTE]
        guard Self.codecs.contains(Int32(codec)), TIFFIsCODECConfigured(codec) != 0, plain.contains(photometric),
            let type = Self.sampleType(format: format, bits: bits)
        else { return nil }
        self.type = type
        let isReversed = Int32(short(TIFFTAG_FILLORDER, absent: UInt16(FILLORDER_MSB2LSB))) == FILLORDER_LSB2MSB
        isDeflate = [COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE].contains(Int32(codec)) && !isReversed
        guard let predictor = TIFFPredictor(rawValue: short(TIFFTAG_PREDICTOR, absent: 1)),
            predictor != .floatingPoint || type == .float32 || type == .float64
        else { return nil }
        self.predictor = predictor
        isSwapped = unsafe TIFFIsByteSwapped(handle) != 0
        size = RasterSize(width: long(TIFFTAG_IMAGEWIDTH), height: long(TIFFTAG_IMAGELENGTH))
        samplesPerPixel = Int(short(TIFFTAG_SAMPLESPERPIXEL, absent: 1))
        isPixelInterleaved =
            samplesPerPixel == 1 || Int32(short(TIFFTAG_PLANARCONFIG, absent: 1)) == PLANARCONFIG_CONTIG
        isTiled = unsafe TIFFIsTiled(handle) != 0
        chunkWidth = isTiled ? long(TIFFTAG_TILEWIDTH) : size.width
        // Rows per strip may be absent or 2^32 - 1: then there is one strip.
        let rows = long(TIFFTAG_ROWSPERSTRIP)
        chunkHeight = isTiled ? long(TIFFTAG_TILELENGTH) : (rows > 0 ? min(rows, size.height) : size.height)
        guard size.width > 0, size.height > 0, chunkWidth > 0, chunkHeight > 0, samplesPerPixel > 0 else { return nil }
        // Chunks that fit into memory, and numbers that fit libtiff's; all else is left to GDAL.
        let bytes = Double(chunkWidth) * Double(chunkHeight) * Double(samplesPerChunkPixel * type.size)
        let planes = isPixelInterleaved ? 1 : samplesPerPixel
        let count = Double(chunksAcross) * Double(chunksDown) * Double(planes)
        guard bytes <= 64_000_000, count <= Double(UInt32.max) else { return nil }
    }

    private static let codecs = [
        COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE, COMPRESSION_PACKBITS,
        COMPRESSION_ZSTD,
    ]

    private static func sampleType(format: Int32, bits: UInt16) -> SampleType? {
        switch (format, bits) {
        case (SAMPLEFORMAT_UINT, 8): .uint8
        case (SAMPLEFORMAT_INT, 8): .int8
        case (SAMPLEFORMAT_UINT, 16): .uint16
        case (SAMPLEFORMAT_INT, 16): .int16
        case (SAMPLEFORMAT_UINT, 32): .uint32
        case (SAMPLEFORMAT_INT, 32): .int32
        case (SAMPLEFORMAT_IEEEFP, 32): .float32
        case (SAMPLEFORMAT_IEEEFP, 64): .float64
        default: nil
        }
    }
}
