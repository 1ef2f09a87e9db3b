/// What is opened in place of a mosaic.
enum MosaicDocument {
    /// A mosaic that declares other nodata values than the file does, as `gdal_edit.py -a_nodata` would change it.
    ///
    /// - Parameter nodata: per band; nil: it declares none.
    /// - Returns: nil where the name is no file that holds a mosaic.
    static func text(of name: String, nodata: [Double?]) -> String? {
        guard var root = MosaicNode(mosaic: name) else { return nil }
        var band = 0
        for index in root.children.indices where root.children[index].name == "VRTRasterBand" {
            root.children[index].children.removeAll { $0.name.lowercased() == "nodatavalue" }
            if band < nodata.count, let value = nodata[band] {
                root.children[index].children.insert(MosaicNode("NoDataValue", text: "\(value)"), at: 0)
            }
            band += 1
        }
        return root.xml
    }
}
