import CCrypto
import Foundation

/// SHA-256 of files, for the record of a run.
public enum FileDigest {
    private static let step = 1 << 20

    /// Of a whole file, in hexadecimal; nil where it cannot be read.
    public static func sha256(of path: String) -> String? {
        guard let size = FileFacts.size(of: path) else { return nil }
        return digest(path, ranges: [0..<size])
    }

    /// Of a text.
    public static func sha256(text: String) -> String {
        let hash = Hash()
        hash.update(Array(text.utf8))
        return hash.finish()
    }

    /// A quick fingerprint of a large file: SHA-256 of its first and last MiB and of 64 blocks of 4 KiB at fixed
    /// places between them; nil where it cannot be read.
    public static func fingerprint(of path: String) -> String? {
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
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        let hash = Hash()
        do {
            for range in ranges {
                try file.seek(toOffset: UInt64(range.lowerBound))
                var left = range.count
                while left > 0 {
                    guard let data = try file.read(upToCount: min(left, step)), !data.isEmpty else { return nil }
                    hash.update(Array(data))
                    left -= data.count
                }
            }
        } catch {
            return nil
        }
        return hash.finish()
    }

    /// One running digest.
    @safe
    private final class Hash {
        private let context = unsafe EVP_MD_CTX_new()

        init() { _ = unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) }

        deinit { unsafe EVP_MD_CTX_free(context) }

        func update(_ bytes: [UInt8]) { _ = unsafe EVP_DigestUpdate(context, bytes, bytes.count) }

        func finish() -> String {
            var result = [UInt8](repeating: 0, count: 32)
            _ = unsafe EVP_DigestFinal_ex(context, &result, nil)
            let digits = Array("0123456789abcdef")
            return String(result.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
    }
}
