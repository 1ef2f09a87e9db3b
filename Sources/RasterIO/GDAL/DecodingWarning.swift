import Foundation

/// Warnings of the libraries that decode blocks.
///
/// Some codecs call it a warning when a block's data end early or make no sense, and fill the rest with something: grey,
/// white, the row above. For a picture on a screen that is kind; here it would be counted as ground.
enum DecodingWarning {
    /// What JPEG, fax and PackBits decoders say of pixels that they made up.
    private static let signs = [
        "Premature end of JPEG", "Corrupt JPEG data", "Premature EOL", "Line length mismatch", "Bad code word",
        "to avoid buffer overrun",
    ]

    /// True where a decoder says that it has handed out pixels that the file does not hold.
    static func meansLoss(_ text: String) -> Bool { signs.contains { unsafe strstr(text, $0) != nil } }
}
