/// How far the steps of a survey are along the whole.
struct ProgressStages {
    /// True where the raster is read once before the survey.
    let observes: Bool
    /// True where sweeps over the mask follow the survey.
    let sweeps: Bool
    private var surveyEnd: Double { sweeps ? 0.6 : 0.95 }
    private var surveyStart: Double { observes ? 0.4 : 0 }

    func observing(_ part: Double) -> Survey.Progress {
        Survey.Progress(step: .observing, fraction: surveyStart * part)
    }

    func surveying(_ part: Double) -> Survey.Progress {
        Survey.Progress(step: .surveying, fraction: surveyStart + (surveyEnd - surveyStart) * part)
    }

    func sweeping(_ part: Double) -> Survey.Progress {
        Survey.Progress(step: .sweeping, fraction: surveyEnd + (0.95 - surveyEnd) * part)
    }

    func writing(_ part: Double) -> Survey.Progress {
        Survey.Progress(step: .writing, fraction: 0.95 + 0.04 * part)
    }
}
