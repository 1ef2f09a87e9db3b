import Catalog
import RasterIO

extension CatalogPlan {
    var categories: [MaskCategory] {
        definition.classes.map { item in
            MaskCategory(
                value: item.value, name: item.name, red: item.color.red, green: item.color.green,
                blue: item.color.blue)
        }
    }
}
