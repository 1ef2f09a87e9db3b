/// Ways to choose a threshold, by the names that catalogs use.
package enum ThresholdMethod: String, Hashable, Sendable, CaseIterable {
    /// The number in the catalog, whatever the raster.
    case fixed
    /// Largest variance between the two sides (Otsu 1979).
    case otsu
    /// Least error for two normal distributions of different width (Kittler and Illingworth 1986).
    case minimumError = "minimum-error"
}
