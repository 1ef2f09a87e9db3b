import Foundation
import RasterModel

extension RasterError {
    /// The error that the system's last call left behind.
    static func system(_ operation: String, _ path: String) -> RasterError {
        let code = errno
        let reason = unsafe String(cString: strerror(code))
        let advice: String? =
            switch code {
            case ENOSPC, EDQUOT: "free some space, or choose a folder on another disk with --out"
            case EFBIG: "no larger file may be written here (see ulimit -f): choose another disk with --out"
            case EACCES, EPERM, EROFS: "choose a folder that you may write to with --out"
            case ENOTDIR: "a part of the path is a file: choose another folder with --out"
            default: nil
            }
        return RasterError(
            operation, path, reason: reason.lowercased(), advice: advice, kind: FailureKind(errno: code))
    }
}
