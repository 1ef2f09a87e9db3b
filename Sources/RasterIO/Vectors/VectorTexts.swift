import CGDAL

/// Reads the texts of one layer: names and values. Formats that leave the encoding open hand out bytes that may be anything,
/// and nothing but UTF-8 may leave this program.
///
/// What is no UTF-8 is read as ISO-8859-1, as other programs do, unless it is UTF-8 that was cut off in the middle of its last
/// character by a field's width. Belongs to one thread.
final class VectorTexts {
    /// Bytes of a column's name in a shapefile's table.
    static let shapefileNameWidth = 10

    /// Texts were read as ISO-8859-1.
    private(set) var areGuessed = false
    /// Texts ended in the middle of a character.
    private(set) var areCut = false

    /// A text of OGR's.
    ///
    /// - Parameter width: bytes that it may have had; 0 for any number.
    func text(_ bytes: UnsafePointer<CChar>, width: Int = 0) -> String {
        if let text = unsafe String(validatingCString: bytes) { return text }
        var all: [UInt8] = []
        while unsafe bytes[all.count] != 0 { all.append(unsafe UInt8(bitPattern: bytes[all.count])) }
        if width > 0, all.count >= width, let text = Self.whole(all) {
            areCut = true
            return text
        }
        areGuessed = true
        return String(String.UnicodeScalarView(all.map { Unicode.Scalar($0) }))
    }

    /// The text without the beginning of a character at its end; nil where it is no UTF-8 even so, or nothing in it shows that
    /// it is UTF-8.
    static func whole(_ bytes: [UInt8]) -> String? {
        guard let start = bytes.lastIndex(where: { $0 & 0xC0 != 0x80 }), start > 0 else { return nil }
        let length = bytes[start] >= 0xF0 ? 4 : bytes[start] >= 0xE0 ? 3 : bytes[start] >= 0xC2 ? 2 : 1
        guard bytes.count - start < length, bytes[..<start].contains(where: { $0 >= 0x80 }) else { return nil }
        return String(validating: bytes[..<start], as: UTF8.self)
    }

    /// Looks at all texts of a feature, so that what is not used here is known, too.
    func look(at feature: borrowing OwnedFeature, fields: [(index: Int32, width: Int)]) {
        for field in fields where unsafe OGR_F_IsFieldSetAndNotNull(feature.handle, field.index) != 0 {
            if let bytes = unsafe OGR_F_GetFieldAsString(feature.handle, field.index) {
                _ = unsafe text(bytes, width: field.width)
            }
        }
    }

    /// What the user should know.
    ///
    /// - Parameter codePageFile: where the encoding can be said; nil where it cannot.
    func notes(codePageFile: String?) -> [String] {
        var lines: [String] = []
        if areGuessed {
            let way =
                codePageFile.map { "if they look wrong, write what they are into '\($0)' (for example CP1251)" }
                ?? "if they look wrong, save the file anew in UTF-8"
            lines.append("its texts are not UTF-8 and are read as ISO-8859-1; \(way)")
        }
        if areCut {
            lines.append(
                "texts end in the middle of a character, cut off at the width of their column; they lose its rest")
        }
        return lines
    }
}
