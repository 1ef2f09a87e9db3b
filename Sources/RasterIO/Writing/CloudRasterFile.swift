import CTIFF
import Foundation
package import Spool
package import RasterModel
import Results

/// Writes a cloud-optimised GeoTIFF laid out from blocks that were compressed beforehand: masks and object numbers.
///
/// Order in the file: all directories, full resolution first, then the blocks, smallest overview first. GDAL must
/// never open the result for update: it would move the directory to the end.
package enum CloudRasterFile {
    /// What the pixels are; 0 is nodata.
    package enum Content: Sendable {
        /// Bytes: class values.
        case classes([MaskCategory])
        /// Words of 32 bits, of which each block row holds the first and then differences (TIFF 6.0, section 14).
        case numbers
    }

    /// One resolution level.
    package struct Level: Sendable {
        /// Width and height of the level in pixels.
        package var size: RasterSize
        /// Compressed blocks in row-major order.
        package var blocks: [ByteRange]

        /// A level from its size and the byte ranges of all its blocks.
        package init(size: RasterSize, blocks: [ByteRange]) {
            self.size = size
            self.blocks = blocks
        }
    }

    /// Writes the file from blocks that lie in a scratch file.
    ///
    /// - Parameters:
    ///   - path: where to write; `path.aux.xml` gets the names of classes.
    ///   - levels: full resolution first, then each overview.
    ///   - blockSize: width and height of the blocks in pixels.
    ///   - progress: called before each block; what it throws ends the writing.
    /// - Returns: why `path.aux.xml` could not be written, which takes nothing from the raster; nil where it is there, or
    ///   where there are no classes.
    @discardableResult
    package static func write(
        _ path: String, like source: RasterSource, _ content: Content, levels: [Level], blockSize: Int,
        from scratch: AppendOnlyFile, progress: () throws -> Void
    ) throws -> RasterError? {
        let templatePath = path + RunFile.template
        var failure = try MaskTemplate.write(templatePath, like: source, content)
        let template = try TIFFFile(path: templatePath, mode: "rm")
        let bytes = levels.reduce(0) { $0 + $1.blocks.reduce(0) { $0 + $1.count + 16 } }
        // Classic TIFF ends at 4 GiB; leave room for the directories.
        let file = try TIFFFile(path: path, mode: bytes > 4_000_000_000 ? "w8" : "w4")
        for (index, level) in levels.enumerated() {
            try file.addDirectory(
                level.size, content, isOverview: index > 0, blockSize: blockSize, tags: template)
        }
        for index in levels.indices { try file.reserveBlockTable(of: index) }
        var buffer: [UInt8] = []
        for (index, level) in levels.enumerated().reversed() {
            try file.select(index)
            for (number, range) in level.blocks.enumerated() {
                try progress()
                try scratch.read(range, into: &buffer)
                try file.writeRawTile(number, &buffer, count: range.count)
            }
            try file.flush()
        }
        try file.close()
        try template.close()
        if case .classes = content {
            let names = path + ".aux.xml"
            failure?.path = names
            if failure != nil {
                _ = unsafe unlink(templatePath + ".aux.xml")
            } else if unsafe rename(templatePath + ".aux.xml", names) != 0 {
                failure = RasterError.system("write", names)
            }
        }
        guard unsafe unlink(templatePath) == 0 else { throw RasterError.system("remove", templatePath) }
        return failure
    }
}
