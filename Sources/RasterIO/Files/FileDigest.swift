import Spool
import CCrypto
import Foundation

/// SHA-256 of files, for the record of a run, and checksums of what it follows from.
package enum FileDigest {
    /// Bytes at either end of a large file that count all.
    private static let end = 1 << 20
    /// Bytes that are read at once: files are digested where a run holds most memory.
    private static let portion = 1 << 16

    /// Of a whole file, in hexadecimal; nil where it cannot be read.
    package static func sha256(of path: String) -> String? {
        guard let size = FileFacts.size(of: path) else { return nil }
        return digest(path, ranges: [0..<size])
    }

    /// Of a text.
    package static func sha256(text: String) -> String {
        let hash = Hash()
        hash.update(Array(text.utf8), count: text.utf8.count)
        return hash.finish()
    }

    /// A quick fingerprint of a large file: SHA-256 of its first and last MiB and of 64 blocks of 4 KiB at fixed
    /// places between them; nil where it cannot be read.
    package static func fingerprint(of path: String) -> String? {
        FileFacts.size(of: path).flatMap { digest(path, ranges: samples(of: $0, blocks: 64)) }
    }

    /// The parts of a file of some size that stand for all of it.
    private static func samples(of size: Int, blocks count: Int) -> [Range<Int>] {
        guard size > 3 * end else { return [0..<size] }
        let between = size - 2 * end - 4096
        let blocks = (0..<count).map { index in
            let start = end + between * index / (count - 1)
            return start..<start + 4096
        }
        return [0..<end] + blocks + [size - end..<size]
    }

    /// A checksum of what some files hold, whatever they are called and whenever they were written.
    ///
    /// Not SHA-256: its library would take memory from the run's first moment on.
    /// - Parameters:
    ///   - name: what a person named: where it selects something in an archive or on a server, that is in no local file, and
    ///     it counts itself.
    ///   - facts: what else is to count.
    static func content(of files: [InputFile], namedBy name: String, _ facts: [String] = []) -> String {
        let selected = LocalFile.path(in: name) == name ? [] : [name]
        return sum(of: (contents(of: files.map(\.path)) + facts + selected).joined(separator: "\n"))
    }

    /// Checksums of the contents of files, one for each; "none" for those that cannot be read or hold nothing. Of the first
    /// ones all of it is read, up to 64 MB together; of others the ends and 2,048 blocks of 4 KiB between them.
    private static func contents(of paths: [String]) -> [String] {
        var left = 64_000_000
        return paths.map { path in
            guard let size = FileFacts.size(of: path), size > 0 else { return "none" }
            left -= size
            let ranges = left >= 0 ? [0..<size] : samples(of: size, blocks: 2048)
            return sum(path, ranges: ranges).map { "\(size):\($0)" } ?? "none"
        }
    }

    /// A checksum of a whole file, in hexadecimal, much quicker than SHA-256; nil where it cannot be read.
    package static func sum(ofFile path: String) -> String? {
        FileFacts.size(of: path).flatMap { sum(path, ranges: [0..<$0]) }
    }

    /// The same of a text.
    package static func sum(of text: String) -> String {
        String(Checksum(of: Array(text.utf8)).value, radix: 16)
    }

    private static func sum(_ path: String, ranges: [Range<Int>]) -> String? {
        var sum = Checksum()
        let isRead = read(path, ranges: ranges) { bytes, count in sum.add(bytes.span.extracting(0..<count)) }
        return isRead ? String(sum.value, radix: 16) : nil
    }

    private static func digest(_ path: String, ranges: [Range<Int>]) -> String? {
        let hash = Hash()
        return read(path, ranges: ranges, hash.update(_:count:)) ? hash.finish() : nil
    }

    /// Reads parts of a file in portions.
    ///
    /// - Parameter take: gets each portion: bytes, and how many of them count.
    /// - Returns: false where it cannot be read.
    private static func read(
        _ path: String, ranges: [Range<Int>], _ take: ([UInt8], Int) -> Void
    ) -> Bool {
        guard let file = try? AppendOnlyFile(reading: path) else { return false }
        var bytes: [UInt8] = []
        for range in ranges {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: portion) {
                let chunk = ByteRange(offset: start, count: min(portion, range.upperBound - start))
                guard (try? file.read(chunk, into: &bytes)) != nil else { return false }
                take(bytes, chunk.count)
            }
        }
        return true
    }

    /// One running digest.
    @safe
    private final class Hash {
        private let context = unsafe EVP_MD_CTX_new()

        init() { _ = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) }

        deinit { unsafe EVP_MD_CTX_free(context) }

        func update(_ bytes: [UInt8], count: Int) {
            precondition(count <= bytes.count)
            _ = unsafe EVP_DigestUpdate(context, bytes, count)
        }

        func finish() -> String {
            var result = [UInt8](repeating: 0, count: 32)
            _ = unsafe EVP_DigestFinal_ex(context, &result, nil)
            let digits = Array("0123456789abcdef")
            return String(result.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
    }
}
