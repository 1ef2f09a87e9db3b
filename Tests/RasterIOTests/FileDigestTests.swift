import RasterIO
import TestSupport
import Testing

@Suite("File digests")
struct FileDigestTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    // FIPS 180-4 examples.
    static let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    static let millionA = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

    @Test("Known digests of texts and of files")
    func known() throws {
        #expect(FileDigest.sha256(text: "") == Self.empty)
        #expect(FileDigest.sha256(text: "abc") == Self.abc)
        #expect(FileDigest.sha256(of: try folder.write([], to: "empty")) == Self.empty)
        #expect(FileDigest.sha256(of: try folder.write(Array("abc".utf8), to: "abc")) == Self.abc)
        let many = try folder.write(Array(repeating: UInt8(ascii: "a"), count: 1_000_000), to: "a")
        #expect(FileDigest.sha256(of: many) == Self.millionA)
        #expect(FileDigest.fingerprint(of: many) == Self.millionA)
    }

    @Test("What cannot be read has no digest")
    func missing() {
        #expect(FileDigest.sha256(of: folder.file("missing")) == nil)
        #expect(FileDigest.fingerprint(of: folder.file("missing")) == nil)
        #expect(FileDigest.sha256(of: folder.path) == nil)
    }

    @Test("The fingerprint of a large file sees both ends, whatever lies between")
    func fingerprint() throws {
        var content = [UInt8](repeating: 7, count: 5_000_000)
        let original = FileDigest.fingerprint(of: try folder.write(content, to: "large"))
        #expect(original == FileDigest.fingerprint(of: try folder.write(content, to: "copy")))
        #expect(original != FileDigest.sha256(of: folder.file("copy")))
        for place in [0, 1_048_575, 1_048_576, 5_000_000 - 1_048_576, 4_999_999] {
            content[place] = 8
            #expect(original != FileDigest.fingerprint(of: try folder.write(content, to: "changed")), "byte \(place)")
            content[place] = 7
        }
    }
}
