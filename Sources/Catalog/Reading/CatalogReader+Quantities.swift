import RasterModel
import Segmentation

/// Numbers, lengths, areas and ranges of a catalog.
extension CatalogReader {
    /// A finite number.
    func number(_ node: YamlNode, _ place: String) throws(CatalogError) -> Double {
        let text = try text(node, place)
        guard let value = Self.number(text) else {
            throw error(node.line, "\(place) is \(quoted(text)); write a number")
        }
        return value
    }

    /// `low .. high`, two numbers.
    func range(_ node: YamlNode, _ place: String) throws(CatalogError) -> ClosedRange<Double> {
        let text = try rangeText(node, place)
        let ends = Self.ends(of: text).map(Self.number)
        guard ends.count == 2, let low = ends[0], let high = ends[1], low < high else {
            throw error(node.line, "\(place) is \(quoted(text)); write 'low .. high'")
        }
        return low...high
    }

    /// A range of lengths on the ground in metres: `0.2 cm .. 10 cm`.
    func metres(_ node: YamlNode, _ place: String) throws(CatalogError) -> ClosedRange<Double> {
        let text = try rangeText(node, place)
        let ends = Self.ends(of: text).map { Self.length($0)?.metres }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low > 0, low <= high else {
            throw error(
                node.line, "\(place) is \(quoted(text)); write two lengths: 'low .. high', for example 1 cm .. 10 cm")
        }
        return low...high
    }

    /// `[low, high]` is what many languages have for a range.
    private func rangeText(_ node: YamlNode, _ place: String) throws(CatalogError) -> String {
        if case .list = node.content { throw error(node.line, "\(place) is a list; write 'low .. high'") }
        return try text(node, place)
    }

    /// A length greater than 0: `30 cm`, `5 px`.
    func length(_ node: YamlNode, _ place: String) throws(CatalogError) -> GroundLength {
        let text = try text(node, place)
        guard let length = Self.length(text), length.value > 0 else {
            let units = GroundLength.Unit.allCases.map(\.rawValue).joined(separator: " ")
            throw error(
                node.line, "\(place) is \(quoted(text)); write a length with a unit (\(units)), for example 30 cm")
        }
        return length
    }

    /// Two lengths in the same kind of unit: `2 m .. 12 m`.
    func lengths(_ node: YamlNode, _ place: String) throws(CatalogError) -> PatchLimits.Lengths {
        let text = try text(node, place)
        let ends = Self.ends(of: text).map(Self.length)
        guard ends.count == 2, let low = ends[0], let high = ends[1] else {
            throw error(
                node.line, "\(place) is \(quoted(text)); write two lengths: 'low .. high', for example 2 m .. 12 m")
        }
        guard low.needsPixelSize == high.needsPixelSize else {
            throw error(node.line, "\(place) is \(quoted(text)); give both lengths in px, or both on the ground")
        }
        guard low.metres ?? low.value <= high.metres ?? high.value else {
            throw error(node.line, "\(place) is \(quoted(text)); write the shorter length first")
        }
        return PatchLimits.Lengths(low, high)
    }

    /// An area greater than 0: `50 cm2`, `3 px2`.
    func area(_ node: YamlNode, _ place: String) throws(CatalogError) -> GroundArea {
        let text = try text(node, place)
        let area = Self.split(text).flatMap { number, word in
            GroundArea.Unit(rawValue: word).map { GroundArea(number, $0) }
        }
        guard let area, area.value > 0, area.value < 1e15 else {
            let units = GroundArea.Unit.allCases.map(\.rawValue).joined(separator: " ")
            throw error(
                node.line,
                "\(place) is \(quoted(text)); write an area with a unit (\(units)), above 0 and without exponent, for example 50 cm2"
            )
        }
        return area
    }

    static func length(_ text: String) -> GroundLength? {
        split(text).flatMap { number, word in GroundLength.Unit(rawValue: word).map { GroundLength(number, $0) } }
    }

    private static func ends(of text: String) -> [String] {
        text.split(separator: "..", omittingEmptySubsequences: false).map { part in
            String(part.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }

    /// A number and the word after it.
    private static func split(_ text: String) -> (number: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = number(String(digits)) else { return nil }
        return (number, String(text.dropFirst(digits.count).drop(while: \.isWhitespace)))
    }

    private static func number(_ text: String) -> Double? {
        // Double("nan"), Double("0x1p3") and their like are no numbers of a catalog.
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }) else { return nil }
        return Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
