import Spool
import CCrypto
import Foundation

/// SHA-256 of files, for the record of a run.
package enum FileDigest {
    private static let step = 1 << 20

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
        guard let size = FileFacts.size(of: path) else { return nil }
        guard size > 3 * step else { return digest(path, ranges: [0..<size]) }
        let between = size - 2 * step - 4096
        let blocks = (0..<64).map { index in
            let start = step + between * index / 63
            return start..<start + 4096
        }
        return digest(path, ranges: [0..<step] + blocks + [size - step..<size])
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
