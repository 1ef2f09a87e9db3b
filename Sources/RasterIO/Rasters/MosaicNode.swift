import CGDAL

/// An element of a mosaic's document (a VRT is XML), to be looked at and changed.
struct MosaicNode {
    var name: String
    /// In their order.
    var attributes: [(name: String, value: String)] = []
    var text = ""
    var children: [MosaicNode] = []

    init(_ name: String, text: String = "") {
        self.name = name
        self.text = text
    }

    /// The document of a mosaic, with the names of its sources independent of where it lies.
    ///
    /// - Parameter name: of a mosaic.
    /// - Returns: nil where the name is no mosaic.
    init?(mosaic name: String) {
        let found = GDALMessages.during { _ -> MosaicNode? in
            guard let root = unsafe MosaicSources.document(of: name) else {
                return name.hasPrefix("vrt://") ? MosaicNode.serialised(name) : nil
            }
            defer { unsafe CPLDestroyXMLNode(root) }
            var next = unsafe Optional(root)
            while let node = unsafe next {
                if unsafe node.pointee.eType == CXT_Element,
                    unsafe String(cString: node.pointee.pszValue) == "VRTDataset"
                {
                    return unsafe MosaicNode(node)
                }
                unsafe next = node.pointee.psNext
            }
            return nil
        }
        guard var found else { return nil }
        found.makeAbsolute(folder: MosaicSources.folder(of: name))
        self = found
    }

    /// What GDAL makes of a name such as `vrt://map.tif?bands=1`.
    private static func serialised(_ name: String) -> MosaicNode? {
        guard let dataset = try? GDALDataset(path: name),
            let list = unsafe GDALGetMetadata(dataset.handle, "xml:VRT"), let text = unsafe list[0],
            let root = unsafe CPLParseXMLString(text)
        else { return nil }
        defer { unsafe CPLDestroyXMLNode(root) }
        return unsafe MosaicNode(root)
    }

    private init(_ node: UnsafeMutablePointer<CPLXMLNode>) {
        unsafe name = String(cString: node.pointee.pszValue)
        var next = unsafe node.pointee.psChild
        while let child = unsafe next {
            let value = unsafe String(cString: child.pointee.pszValue)
            switch unsafe child.pointee.eType {
            case CXT_Element: children.append(unsafe MosaicNode(child))
            case CXT_Text: text += value
            case CXT_Attribute:
                let content = unsafe child.pointee.psChild.map { unsafe String(cString: $0.pointee.pszValue) } ?? ""
                attributes.append((value, content))
            default: break
            }
            unsafe next = child.pointee.psNext
        }
    }

    private mutating func makeAbsolute(folder: String) {
        if let index = attributes.firstIndex(where: { $0.name.lowercased() == "relativetovrt" }) {
            if (Int(attributes[index].value) ?? 0) != 0, !folder.isEmpty {
                text = MosaicSources.projected(text, folder: folder)
            }
            attributes[index].value = "0"
        }
        for index in children.indices { children[index].makeAbsolute(folder: folder) }
    }

    /// The first child of a name, whatever its capitals.
    func child(_ name: String) -> MosaicNode? { children.first { $0.name.lowercased() == name.lowercased() } }

    /// An attribute's value, whatever its capitals.
    func attribute(_ name: String) -> String? {
        attributes.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// A number in an attribute.
    func number(_ name: String) -> Double? { attribute(name).flatMap { Double($0.filter { !$0.isWhitespace }) } }

    /// The element as XML.
    var xml: String {
        let head = attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        return "<\(name)\(head)>\(Self.escaped(text))\(children.map(\.xml).joined())</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
