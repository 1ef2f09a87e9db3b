import Survey

/// How far a survey has come.
public struct SurveyProgress: Sendable, Hashable {
    /// What a survey is doing. Later versions may do more.
    public struct Step: RawRepresentable, Sendable, Hashable {
        /// Reads the raster for thresholds that are chosen from it; only where a catalog asks for that.
        public static let observing = Step(.observing)
        /// Reads the tiles and decides every pixel.
        public static let surveying = Step(.surveying)
        /// Goes over the mask for whole patches and objects; only where a catalog asks for that.
        public static let sweeping = Step(.sweeping)
        /// Writes the mask and what goes with it.
        public static let writing = Step(.writing)
        /// All run folders have their names.
        public static let done = Step(.done)

        /// In words, for example "looking for thresholds".
        public let rawValue: String

        /// A step by its words.
        public init(rawValue: String) { self.rawValue = rawValue }

        init(_ step: Survey.Progress.Step) { rawValue = step.rawValue }
    }

    /// What is being done.
    public let step: Step
    /// 0...1 of the whole survey.
    public let fraction: Double

    init(_ progress: Survey.Progress) {
        step = Step(progress.step)
        fraction = progress.fraction
    }
}
