import Foundation
import RasterModel
import Testing

@testable import RasterIO

@Suite("What can be done about a failure")
struct FailureKindTests {
    @Test(
        "A system call that fails for want of something is another day",
        arguments: [
            ENOSPC, EDQUOT, EFBIG, EIO, ENOMEM, EMFILE, ENFILE, EAGAIN, ESTALE, ETIMEDOUT, EBUSY, ECONNRESET,
        ])
    func transient(_ number: Int32) { #expect(FailureKind(errno: number) == .transient) }

    @Test(
        "Names, rights and kinds of files stay as they are",
        arguments: [
            ENOENT, EACCES, EPERM, EROFS, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EEXIST, ENOTEMPTY,
        ])
    func refused(_ number: Int32) {
        #expect(FailureKind(errno: number) == .refused && !FailureKind.isTrouble(errno: number))
    }

    @Test("The system's number is found in errors of Foundation, also beneath others")
    func foundation() {
        #expect(FailureKind(of: POSIXError(.ENOSPC)) == .transient)
        #expect(FailureKind(of: CocoaError(.fileWriteOutOfSpace)) == .transient)
        let beneath = CocoaError(.fileReadUnknown, userInfo: [NSUnderlyingErrorKey: POSIXError(.EACCES)])
        #expect(FailureKind(of: beneath) == .refused)
        #expect(FailureKind(of: NSError(domain: "elsewhere", code: 5)) == nil)
    }

    @Test(
        "What a server answers for good is told from what may pass",
        arguments: [
            ("HTTP response code: 404", FailureKind.refused), ("HTTP response code: 403", .refused),
            ("HTTP response code: 429", .transient), ("HTTP response code: 503", .transient),
            ("CURL error: Connection refused", .transient),
        ])
    func answers(_ text: String, _ kind: FailureKind) {
        let httpResponse: Int32 = 11
        #expect(GDALFailure(number: httpResponse, text: text, systemNumber: 0).kind == kind)
    }

    @Test(
        "Where GDAL gives no number of its own, the system's counts",
        arguments: [
            (EIO, FailureKind.transient), (ENOENT, .refused), (0, .refused), (EAGAIN, .refused),
        ])
    func numbers(_ number: Int32, _ kind: FailureKind) {
        #expect(GDALFailure(number: 1, text: "it failed", systemNumber: number).kind == kind)
    }

    @Test("Blocks that make no sense are told from those that did not come")
    func damage() {
        func meansDamage(_ text: String) -> Bool { GDALFailure(number: 1, text: text, systemNumber: 0).meansDamage }
        #expect(meansDamage("ZIPDecode:Decoding error at scanline 0, incorrect header check"))
        #expect(!meansDamage("TIFFFillTile:Read error at row 1, col 1, tile 0; got 0 bytes, expected 196619"))
        #expect(!meansDamage("TIFFReadEncodedTile() failed."))
    }
}
