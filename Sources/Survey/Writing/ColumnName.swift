import Foundation

/// A text as the name of a column: letters and digits of any script in lower case and composed (NFC), `_` for what is
/// neither.
///
/// - Parameter name: what stands for a text without any letter or digit.
func columnName(_ text: String, otherwise name: String) -> String {
    let plain = text.precomposedStringWithCanonicalMapping.lowercased().prefix(48)
    guard plain.contains(where: { $0.isLetter || $0.isNumber }) else { return name }
    // A letter's own marks belong to it; signs without width do not.
    let signs = plain.map { character -> String in
        guard character.isLetter || character.isNumber else { return "_" }
        return String(
            String.UnicodeScalarView(character.unicodeScalars.filter { $0.properties.generalCategory != .format }))
    }
    return signs.joined().precomposedStringWithCanonicalMapping
}
