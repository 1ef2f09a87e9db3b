import CGDAL
import RasterModel

/// What GDAL reports of one failure: its number, its words, and what the system had said by then.
struct GDALFailure {
    /// One of GDAL's CPLE_ numbers.
    let number: Int32
    let text: String
    /// `errno` when it was reported.
    let systemNumber: Int32

    /// The kind of a failure that is reported where a file is opened.
    ///
    /// What a server answers between 400 and 499 it will answer again, unless it asks for patience.
    var kind: FailureKind {
        switch number {
        case CPLE_OutOfMemory: .transient
        case CPLE_HttpResponse: isFinalAnswer ? .refused : .transient
        case CPLE_AWSError: .transient
        default: FailureKind.isTrouble(errno: systemNumber) ? .transient : .refused
        }
    }

    /// True where it speaks of bytes that were there and made no sense.
    ///
    /// Of bytes that could not be fetched, GDAL's readers of files over the network say nothing: the codecs above them find
    /// too few.
    var meansDamage: Bool {
        let said = text.lowercased()
        return Self.damage.contains { said.contains($0) }
    }

    private static let damage = [
        "decode:", "decoding error", "corrupt", "invalid", "checksum", "not supported", "unsupported",
    ]

    /// What servers say that are busy, slow or being started.
    private static let patience = [408, 425, 429]

    /// True for "HTTP response code: 404".
    private var isFinalAnswer: Bool {
        guard let code = text.split(separator: " ").last.flatMap({ Int($0) }) else { return false }
        return (400..<500).contains(code) && !Self.patience.contains(code)
    }
}
