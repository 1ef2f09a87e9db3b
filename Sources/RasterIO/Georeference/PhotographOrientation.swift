import CGDAL

/// How a photograph is to be turned before it is looked at: the orientation of TIFF (tag 274), which cameras write into
/// JPEG, PNG and WebP, too, as EXIF.
///
/// GDAL hands out pixels as they are stored, and viewers turn them. A raster with a place on the map is taken as it is
/// stored; of a photograph without one nobody could tell which side of the mask is up.
enum PhotographOrientation {
    /// Refuses photographs that viewers turn or mirror, also within a mosaic.
    static func check(_ handle: GDALDatasetH, path: String) throws(RasterError) {
        guard let list = unsafe GDALGetFileList(handle) else { return }
        defer { unsafe CSLDestroy(list) }
        var index = 0
        // The first hundred speak for all: mosaics are made of files of one kind.
        while index < 100, let item = unsafe list[index] {
            let name = unsafe String(cString: item)
            if let orientation = orientation(of: name), let turn = turns[orientation] {
                throw refusal(of: path, file: name, orientation, turn)
            }
            index += 1
        }
    }

    private static func refusal(
        of path: String, file: String, _ orientation: Int, _ turn: String
    ) -> RasterError {
        let its = file == path ? "its pixels are" : "the pixels of \(file) are"
        return RasterError(
            "use", path,
            reason:
                "\(its) stored \(turn) (EXIF orientation \(orientation)), so the mask would not lie as viewers show "
                + "the photograph",
            advice: "turn the pixels first: convert '\(file)' -auto-orient upright.tif (ImageMagick); or take them as "
                + "stored: gdal_translate '\(file)' stored.tif")
    }

    /// What viewers undo (TIFF 6.0, page 36).
    private static let turns = [
        2: "mirrored left to right", 3: "turned by 180 degrees", 4: "mirrored top to bottom",
        5: "mirrored and turned by 90 degrees", 6: "turned by 90 degrees anticlockwise",
        7: "mirrored and turned by 90 degrees", 8: "turned by 90 degrees clockwise",
    ]

    // MARK: Files

    /// The orientation that a file names; nil where it names none.
    static func orientation(of path: String) -> Int? {
        GDALMessages.during { _ in
            guard let file = FileBytes(path), let head = file.bytes(at: 0, count: 16) else { return nil }
            if head.starts(with: [0x49, 0x49]) || head.starts(with: [0x4d, 0x4d]) {
                return TIFFDirectory(file, start: 0)?.value(of: 274)
            }
            let start: UInt64? =
                switch head[0] {
                case 0xff where head[1] == 0xd8: jpeg(file)
                case 0x89 where head.starts(with: signature("\u{89}PNG")): png(file)
                case 0x52 where head.starts(with: signature("RIFF")) && head[8..<12].elementsEqual(signature("WEBP")):
                    webp(file)
                default: nil
                }
            return start.flatMap { TIFFDirectory(file, start: $0)?.value(of: 274) }
        }
    }

    private static func signature(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    /// Where the EXIF block of a JPEG file begins: in a segment APP1, ahead of the picture.
    private static func jpeg(_ file: borrowing FileBytes) -> UInt64? {
        var offset: UInt64 = 2
        for _ in 0..<200 {
            guard let head = file.bytes(at: offset, count: 10), head[0] == 0xff, head[1] != 0xda else { return nil }
            // Markers may be padded.
            guard head[1] != 0xff else {
                offset += 1
                continue
            }
            if head[1] == 0xe1, head[4...].starts(with: signature("Exif\0\0")) { return offset + 10 }
            offset += 2 + UInt64(head[2]) << 8 + UInt64(head[3])
        }
        return nil
    }

    private static func png(_ file: borrowing FileBytes) -> UInt64? {
        var offset: UInt64 = 8
        while let head = file.bytes(at: offset, count: 8) {
            if head[4...].elementsEqual(signature("eXIf")) { return offset + 8 }
            if head[4...].elementsEqual(signature("IEND")) { return nil }
            offset += 12 + head[..<4].reduce(0) { $0 << 8 + UInt64($1) }
        }
        return nil
    }

    private static func webp(_ file: borrowing FileBytes) -> UInt64? {
        var offset: UInt64 = 12
        while let head = file.bytes(at: offset, count: 14) {
            if head[..<4].elementsEqual(signature("EXIF")) {
                // Some writers keep JPEG's introduction.
                return offset + (head[8...].starts(with: signature("Exif\0\0")) ? 14 : 8)
            }
            let size = head[4..<8].reversed().reduce(0) { $0 << 8 + UInt64($1) }
            offset += 8 + size + size & 1
        }
        return nil
    }
}

/// The first directory of a TIFF structure, wherever it begins in a file.
private struct TIFFDirectory {
    private let entries: [(tag: Int, value: Int)]

    init?(_ file: borrowing FileBytes, start: UInt64) {
        guard let head = file.bytes(at: start, count: 16) ?? file.bytes(at: start, count: 8) else { return nil }
        let isLittle = head[0] == 0x49
        func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            let ordered = isLittle ? Array(bytes.reversed()) : Array(bytes)
            return ordered.reduce(0) { $0 << 8 + UInt64($1) }
        }
        let isBig = number(head[2..<4]) == 43 && head.count == 16
        guard isBig || number(head[2..<4]) == 42 else { return nil }
        let offset = number(isBig ? head[8..<16] : head[4..<8])
        let (width, countWidth) = isBig ? (20, 8) : (12, 2)
        guard offset < 1 << 60, let first = file.bytes(at: start + offset, count: countWidth) else { return nil }
        let count = Int(min(number(first[...]), 4096))
        guard let table = file.bytes(at: start + offset + UInt64(countWidth), count: count * width) else { return nil }
        entries = (0..<count).map { index in
            let entry = table[index * width..<(index + 1) * width]
            let value = entry.startIndex + (isBig ? 12 : 8)
            return (Int(number(entry.prefix(2))), Int(number(table[value..<value + 2])))
        }
    }

    /// A number of 16 bits.
    func value(of tag: Int) -> Int? { entries.first { $0.tag == tag }?.value }
}

/// A file of GDAL's file systems, read here and there.
@safe
private struct FileBytes: ~Copyable {
    private let handle: UnsafeMutablePointer<VSILFILE>

    init?(_ path: String) {
        guard let handle = unsafe VSIFOpenL(path, "rb") else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe VSIFCloseL(handle) }

    /// nil where the file ends before.
    func bytes(at offset: UInt64, count: Int) -> [UInt8]? {
        guard unsafe VSIFSeekL(handle, offset, SEEK_SET) == 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe VSIFReadL(&bytes, 1, count, handle) == count else { return nil }
        return bytes
    }
}
