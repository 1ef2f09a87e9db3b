import CGDAL
import Foundation

/// What GDAL's drivers hold in memory for each open handle, beside the blocks that they hand out.
struct DecoderMemory {
    /// Bytes of the largest block as it is packed in the file; 0 where that is not known.
    private(set) var packed = 0
    /// Bytes that the raster takes, the packed block among them.
    private(set) var held = 0
    /// Bytes that its mask takes: a packed block, and blocks as they are decoded.
    private(set) var mask = 0

    private let path: String
    private let pixels: Double
    private let samples: Double

    /// - Parameters:
    ///   - path: the name that GDAL opened.
    ///   - hasMask: a mask of the file is looked at.
    init(_ dataset: borrowing GDALDataset, path: String, driver: String, hasMask: Bool) {
        self.path = path
        let handle = unsafe dataset.handle
        let band = unsafe dataset.band(1)
        let size = unsafe band.map { unsafe Int(GDALGetDataTypeSizeBytes(GDALGetRasterDataType($0))) } ?? 1
        let (width, height, count) = unsafe (
            GDALGetRasterXSize(handle), GDALGetRasterYSize(handle), GDALGetRasterCount(handle)
        )
        pixels = Double(width) * Double(height)
        samples = pixels * Double(Int(count) * size)
        if driver == "GTiff" || driver == "COG" {
            measure(dataset)
        } else {
            held = whole(driver)
        }
        if hasMask, let band = unsafe band { unsafe addMask(of: band) }
    }

    /// A TIFF: libtiff reads a block whole before it decodes the first row of it.
    private mutating func measure(_ dataset: borrowing GDALDataset) {
        if let file = LocalFile.path(in: path), !path.hasPrefix("/vsi") {
            let bytes = TIFFChunks.packedBytes(path: file, allPages: file != path)
            packed = bytes.picture
            mask = bytes.mask
        } else {
            packed = sampledBlocks(of: dataset)
        }
        held = packed + wholeBlock(of: dataset)
    }

    /// Bytes that codecs take which decode a block as a whole and keep it, for each handle: WebP, LERC and JPEG XL hold it
    /// about twice. The others go row by row.
    private func wholeBlock(of dataset: borrowing GDALDataset) -> Int {
        let handle = unsafe dataset.handle
        func item(_ name: String) -> String {
            unsafe GDALGetMetadataItem(handle, name, "IMAGE_STRUCTURE").map { unsafe String(cString: $0) } ?? ""
        }
        let codec = item("COMPRESSION").uppercased()
        guard ["WEBP", "LERC", "JXL"].contains(where: codec.hasPrefix), let band = unsafe dataset.band(1) else {
            return 0
        }
        var (width, height): (Int32, Int32) = (1, 1)
        unsafe GDALGetBlockSize(band, &width, &height)
        // GDAL shows strips as rows.
        let isStrip = unsafe width == GDALGetRasterBandXSize(band)
        let strip = isStrip ? TIFFChunks.rowsPerStrip(path: path) ?? 0 : 0
        let rows = unsafe max(Int(height), min(strip, Int(GDALGetRasterBandYSize(band))))
        let bands = item("INTERLEAVE") == "PIXEL" ? unsafe Int(GDALGetRasterCount(handle)) : 1
        let size = unsafe Int(GDALGetDataTypeSizeBytes(GDALGetRasterDataType(band)))
        return Int(min(2 * Double(width) * Double(rows) * Double(bands * size), 0x1p50))
    }

    /// In an archive or on the network GDAL tells the sizes of blocks; of many only that of the first.
    private func sampledBlocks(of dataset: borrowing GDALDataset) -> Int {
        guard let band = unsafe dataset.band(1) else { return 0 }
        var (width, height): (Int32, Int32) = (1, 1)
        unsafe GDALGetBlockSize(band, &width, &height)
        let across = unsafe (Int(GDALGetRasterBandXSize(band)) - 1) / max(1, Int(width)) + 1
        let down = unsafe (Int(GDALGetRasterBandYSize(band)) - 1) / max(1, Int(height)) + 1
        let isFew = across * down <= 1024
        return GDALMessages.during { _ in
            var largest = 0
            for row in 0..<(isFew ? down : 1) {
                for column in 0..<(isFew ? across : 1) {
                    guard let text = unsafe GDALGetMetadataItem(band, "BLOCK_SIZE_\(column)_\(row)", "TIFF") else {
                        continue
                    }
                    largest = max(largest, unsafe Int(String(cString: text)) ?? 0)
                }
            }
            return largest
        }
    }

    /// Drivers that decode more than the rows they are asked for.
    private func whole(_ driver: String) -> Int {
        let bytes: Double
        switch driver {
        case "PNG": bytes = isInterlaced ? 1.1 * samples : 0
        case "JPEG": bytes = 2 * pixels * coefficients
        case "BMP": bytes = isRunLength ? samples + fileBytes : 0
        case "GIF", "BIGGIF": bytes = 2 * samples
        case "WEBP", "JPEGXL", "HEIF", "AVIF", "EXR": bytes = samples + fileBytes
        // The codestream of a tile, its code blocks and what is decoded of them.
        case "JP2OpenJPEG", "JP2Grok": bytes = (2 * fileBytes + 2 * samples) * tileShare
        default: bytes = 0
        }
        return Int(min(bytes, 0x1p50))
    }

    private var fileBytes: Double { Double(FileFacts.size(of: LocalFile.path(in: path) ?? path) ?? 0) }

    private mutating func addMask(of band: GDALRasterBandH) {
        if let file = LocalFile.path(in: path) {
            let bytes = TIFFChunks.packedBytes(path: file + ".msk", allPages: false)
            mask = max(mask, bytes.picture, bytes.mask)
        }
        guard let own = unsafe GDALGetMaskBand(band) else { return }
        var (width, height): (Int32, Int32) = (0, 0)
        unsafe GDALGetBlockSize(own, &width, &height)
        mask += Int(min(2 * Double(width) * Double(height), 0x1p50))
    }

    // MARK: What the files' heads tell

    private func head(_ count: Int, from offset: Int = 0) -> [UInt8] {
        guard let file = unsafe VSIFOpenL(path, "rb") else { return [] }
        defer { unsafe VSIFCloseL(file) }
        guard unsafe VSIFSeekL(file, vsi_l_offset(offset), SEEK_SET) == 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = unsafe VSIFReadL(&bytes, 1, count, file)
        return Array(bytes.prefix(read))
    }

    /// The last byte of IHDR.
    private var isInterlaced: Bool { head(29).count == 29 && head(29)[28] != 0 }

    /// BI_RLE8 and BI_RLE4.
    private var isRunLength: Bool {
        let bytes = head(34)
        return bytes.count == 34 && (1...2).contains(bytes[30])
    }

    /// How much of a JPEG 2000 picture one of its tiles is, by the head of the codestream (SOC, SIZ).
    private var tileShare: Double {
        let bytes = head(1 << 16)
        let start = bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0x4F, 0xFF, 0x51]) }
        guard let start, start + 32 < bytes.count else { return 1 }
        let sides = [24, 28].map { offset in
            bytes[(start + offset)..<(start + offset + 4)].reduce(0) { $0 * 256 + Double($1) }
        }
        return min(1, sides[0] * sides[1] / max(1, pixels))
    }

    /// Coefficients of two bytes per pixel that a progressive frame keeps; 0 where it is decoded row by row. The first
    /// megabyte of markers holds the frame; one that does not is taken for the worst.
    private var coefficients: Double {
        let bytes = head(1 << 20)
        var offset = 2
        while offset + 9 < bytes.count, bytes[offset] == 0xFF {
            switch bytes[offset + 1] {
            case 0xFF: offset += 1
            case 0xC2, 0xC6, 0xCA, 0xCE: return Self.sampling(bytes[offset...])
            case 0xC0, 0xC1, 0xC3, 0xC5, 0xC7, 0xC9, 0xCB, 0xCD, 0xCF, 0xDA: return 0
            default: offset += 2 + Int(bytes[offset + 2]) << 8 + Int(bytes[offset + 3])
            }
        }
        return bytes.count == 1 << 20 ? 4 : 0
    }

    /// Samples per pixel of a frame, whose components may be stored coarser.
    private static func sampling(_ frame: ArraySlice<UInt8>) -> Double {
        let head = Array(frame.prefix(10 + 3 * 4))
        guard head.count > 9 else { return 4 }
        let factors = (0..<Int(head[9])).compactMap { index -> (across: Int, down: Int)? in
            let offset = 11 + 3 * index
            return offset < head.count ? (Int(head[offset] >> 4), Int(head[offset] & 15)) : nil
        }
        let most = (factors.map(\.across).max() ?? 1) * (factors.map(\.down).max() ?? 1)
        return Double(factors.reduce(0) { $0 + $1.across * $1.down }) / Double(max(1, most))
    }
}
