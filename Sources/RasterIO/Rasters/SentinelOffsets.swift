import Foundation

/// The additive offsets of a Sentinel-2 product by the names of its bands. GDAL hands them out as items of the bands only
/// in newer versions; the product's document always has them.
struct SentinelOffsets {
    private var items: [String: [String: String]] = [:]

    init(xml: String?) {
        guard let xml else { return }
        var names: [String: String] = [:]
        for tag in Self.tags("Spectral_Information", in: xml) {
            if let id = tag.attributes["bandId"], let name = tag.attributes["physicalBand"] { names[id] = name }
        }
        for key in ["BOA_ADD_OFFSET", "RADIO_ADD_OFFSET"] {
            for tag in Self.tags(key, in: xml) {
                guard let id = tag.attributes["band_id"], let name = names[id] else { continue }
                items[name, default: [:]][key] = tag.text
            }
        }
    }

    /// The offset of a band under the name that GDAL's newer versions give it.
    func items(ofBand name: String) -> [String: String] { items[name] ?? [:] }

    /// Elements of one name: their attributes and the text up to the next tag.
    private static func tags(_ name: String, in xml: String) -> [(attributes: [String: String], text: String)] {
        xml.components(separatedBy: "<\(name) ").dropFirst().map { rest in
            let head = rest.prefix { $0 != ">" }
            let text = rest.dropFirst(head.count + 1).prefix { $0 != "<" }
            var attributes: [String: String] = [:]
            let parts = head.split(separator: "\"", omittingEmptySubsequences: false)
            for index in stride(from: 0, to: parts.count - 1, by: 2) {
                attributes[parts[index].filter { $0 != "=" && !$0.isWhitespace }] = String(parts[index + 1])
            }
            return (attributes, text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
