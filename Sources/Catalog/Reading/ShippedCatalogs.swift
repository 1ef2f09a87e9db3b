/// The catalogs that come with the program: those of the folder `catalogs/`, embedded.
package enum ShippedCatalogs {
    /// Names in the order in which they are listed.
    package static var names: [String] { texts.map(\.name) }

    /// The text of a catalog; nil where none of that name is shipped.
    package static func text(_ name: String) -> String? {
        texts.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The name that a person probably meant; nil where none is close.
    package static func nearest(to name: String) -> String? { nearestName(to: name, among: names) }

    /// All of them.
    ///
    /// - Throws: never for the catalogs as they are; a test reads them all.
    package static func all() throws(CatalogError) -> [Catalog] {
        var catalogs = [Catalog]()
        for item in texts {
            catalogs.append(try Catalog(yaml: String(decoding: item.bytes, as: UTF8.self), file: item.name))
        }
        return catalogs
    }

    private static var texts: [(name: String, bytes: [UInt8])] {
        [
            ("vegetation", PackageResources.vegetation_yaml),
            ("vegetation-multispectral", PackageResources.vegetation_multispectral_yaml),
            ("canopy-multispectral", PackageResources.canopy_multispectral_yaml),
            ("disease", PackageResources.disease_yaml),
            ("leaf-disease", PackageResources.leaf_disease_yaml),
            ("disease-multispectral", PackageResources.disease_multispectral_yaml),
            ("road", PackageResources.road_yaml),
            ("water-multispectral", PackageResources.water_multispectral_yaml),
            ("farm", PackageResources.farm_yaml),
        ]
    }
}
