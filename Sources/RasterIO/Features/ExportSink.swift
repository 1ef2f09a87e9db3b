import CGDAL
import Foundation

/// A file that GDAL's drivers of texts write to by way of GDAL's standard output, because they do not look whether what they
/// write arrives. Belongs to one thread, and only one such thread may write at a time: GDAL has one standard output.
@safe
final class ExportSink {
    /// The name that writes here while `during` runs.
    static let name = "/vsistdout/"
    private static let bufferBytes = 1 << 16

    private let file: AppendOnlyFile
    private var buffer: [UInt8] = []
    private var failure: RasterError?

    /// Creates the file.
    init(path: String) throws(RasterError) { file = try AppendOnlyFile(path: path) }

    /// Runs something that writes.
    ///
    /// - Throws: what `body` throws, or what kept it from writing, now or before.
    func during<R: ~Copyable>(_ body: () throws(RasterError) -> R) throws(RasterError) -> R {
        let stream = unsafe Unmanaged.passUnretained(self).toOpaque().assumingMemoryBound(to: FILE.self)
        unsafe VSIStdoutSetRedirection(
            { bytes, size, count, stream in
                guard let bytes = unsafe bytes, let stream = unsafe stream else { return 0 }
                let sink = unsafe Unmanaged<ExportSink>.fromOpaque(stream).takeUnretainedValue()
                let all = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe sink.take(all) ? count : 0
            }, stream)
        // What is closed after it has been given up must not write to the program's own output.
        defer { unsafe VSIStdoutSetRedirection({ _, _, count, _ in count }, nil) }
        do throws(RasterError) {
            let result = try body()
            if let failure { throw failure }
            return result
        } catch { throw failure ?? error }
    }

    /// Writes what is left.
    func finish() throws(RasterError) {
        try write()
        if let failure { throw failure }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure == nil else { return false }
        unsafe buffer.append(contentsOf: bytes)
        guard buffer.count >= Self.bufferBytes else { return true }
        do { try write() } catch { failure = error }
        return failure == nil
    }

    private func write() throws(RasterError) {
        _ = try file.append(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
