import Survey

/// What a survey will take, estimated from a few of its tiles on this machine.
public struct ResourceForecast: Sendable, Hashable {
    /// Seconds.
    public let seconds: Double
    /// Peak resident size in bytes that is expected.
    public let memory: Int
    /// Peak resident size in bytes that is never exceeded.
    public let memoryLimit: Int
    /// Bytes of all run folders when finished.
    public let outputBytes: Int
    /// Bytes on disk while the survey writes.
    public let diskBytes: Int
    /// How often the raster is read: twice where thresholds are chosen from it.
    public let readings: Int
    /// Tiles that the estimate comes from.
    public let sampledTiles: Int

    init(_ forecast: SurveyForecast) {
        seconds = forecast.seconds
        memory = forecast.memoryBytes
        memoryLimit = forecast.limitBytes
        outputBytes = forecast.outputBytes
        diskBytes = forecast.diskBytes
        readings = forecast.passes
        sampledTiles = forecast.sampledTiles
    }
}
