import Foundation
package import RasterModel

extension FailureKind {
    /// What names, rights and kinds of files are in the way: asking again changes nothing.
    private static let refusals: Set<Int32> = [
        ENOENT, EACCES, EPERM, EROFS, ENOTDIR, EISDIR, ENAMETOOLONG, ELOOP, EEXIST, ENOTEMPTY, EXDEV, ENXIO, ENODEV,
        EINVAL, ESPIPE, EBADF, EILSEQ,
    ]

    /// What a disk, the network or a limit can be behind where a library has failed. Fewer than all that are not refusals:
    /// libraries leave other numbers behind also where nothing failed.
    private static let troubles: Set<Int32> = [
        EIO, ENOSPC, EDQUOT, EFBIG, ENOMEM, EMFILE, ENFILE, ESTALE, ETIMEDOUT, ECONNRESET, ECONNREFUSED, EHOSTDOWN,
        EHOSTUNREACH, ENETDOWN, ENETUNREACH, EREMOTEIO, ENOLINK, ENOMEDIUM,
    ]

    /// The kind of a system call's failure.
    ///
    /// - Parameter number: what the call has left in `errno`.
    package init(errno number: Int32) { self = Self.refusals.contains(number) ? .refused : .transient }

    /// True for numbers that say of a library's failure that another attempt may succeed.
    static func isTrouble(errno number: Int32) -> Bool { troubles.contains(number) }

    /// The kind of any error; nil where nothing is known of it.
    package init?(of error: any Error) {
        if let known = error as? any KnownFailure {
            self = known.kind
        } else if let number = Self.systemNumber(in: error as NSError) {
            self.init(errno: number)
        } else {
            return nil
        }
    }

    /// The system's number in an error of Foundation, or in the one beneath it.
    private static func systemNumber(in error: NSError) -> Int32? {
        if error.domain == NSPOSIXErrorDomain { return Int32(clamping: error.code) }
        if let beneath = error.userInfo[NSUnderlyingErrorKey] as? any Error {
            return systemNumber(in: beneath as NSError)
        }
        guard error.domain == NSCocoaErrorDomain else { return nil }
        return error.code == CocoaError.Code.fileWriteOutOfSpace.rawValue ? ENOSPC : nil
    }
}
