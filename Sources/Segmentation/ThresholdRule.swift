/// How a threshold is to be chosen: a line under `thresholds` of a catalog.
public struct ThresholdRule: Hashable, Sendable {
    /// What is asked for.
    public var method: ThresholdMethod
    /// Where a chosen threshold is believed; nil: anywhere in the histogram's range. In the unit of the values.
    public var within: ClosedRange<Float>?
    /// The threshold when none is chosen or the choice is not believed, as written. In the unit of the values.
    public var otherwise: Float

    /// A rule from its parts.
    public init(_ method: ThresholdMethod, within: ClosedRange<Float>? = nil, otherwise: Float) {
        self.method = method
        self.within = within
        self.otherwise = otherwise
    }
}

/// Ways to choose a threshold, by the names that catalogs use.
public enum ThresholdMethod: String, Hashable, Sendable, CaseIterable {
    /// The number in the catalog, whatever the raster.
    case fixed
    /// Largest variance between the two sides (Otsu 1979).
    case otsu
    /// Least error for two normal distributions of different width (Kittler and Illingworth 1986).
    case minimumError = "minimum-error"
}
