import Spool
import CCrypto
import Foundation

/// SHA-256 of files, for the record of a run.
package enum FileDigest {
    private static let step = 1 << 20
    /// Small enough that the memory goes back to the system at once.
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
    package static func fingerprint(of path: String) -> String? { fingerprint(of: path, blocks: 64) }

    private static func fingerprint(of path: String, blocks count: Int) -> String? {
        guard let size = FileFacts.size(of: path) else { return nil }
        guard size > 3 * step else { return digest(path, ranges: [0..<size]) }
        let between = size - 2 * step - 4096
        let blocks = (0..<count).map { index in
            let start = step + between * index / (count - 1)
            return start..<start + 4096
        }
        return digest(path, ranges: [0..<step] + blocks + [size - step..<size])
    }

    /// Digests of the contents of files, one for each; "none" for those that cannot be read or hold nothing. Of the first ones all of it is
    /// read, up to 64 MB together; of others the ends and 2,048 blocks of 4 KiB between them.
    package static func contents(of paths: [String]) -> [String] {
        var left = 64_000_000
        return paths.map { path in
            guard let size = FileFacts.size(of: path), size > 0 else { return "none" }
            left -= size
            let digest = left >= 0 ? sum(of: path) : fingerprint(of: path, blocks: 2048)
            return digest.map { "\(size):\($0)" } ?? "none"
        }
    }

    /// A checksum of a whole file, in hexadecimal, much quicker than SHA-256; nil where it cannot be read.
    package static func sum(of path: String) -> String? {
        guard let size = FileFacts.size(of: path), let file = try? AppendOnlyFile(reading: path) else { return nil }
        var sum = Checksum()
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: size, by: portion) {
            let chunk = ByteRange(offset: start, count: min(portion, size - start))
            guard (try? file.read(chunk, into: &bytes)) != nil else { return nil }
            sum.add(bytes.span.extracting(0..<chunk.count))
        }
        return String(sum.value, radix: 16)
    }

    private static func digest(_ path: String, ranges: [Range<Int>]) -> String? {
        guard let file = try? AppendOnlyFile(reading: path) else { return nil }
        let hash = Hash()
        var bytes: [UInt8] = []
        for range in ranges {
            for start in stride(from: range.lowerBound, to: range.upperBound, by: step) {
                let chunk = ByteRange(offset: start, count: min(step, range.upperBound - start))
                guard (try? file.read(chunk, into: &bytes)) != nil else { return nil }
                hash.update(bytes, count: chunk.count)
            }
        }
        return hash.finish()
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
