import Segmentation

extension ThresholdOutcome {
    /// Below this share, and above 1 less it, none or all of the raster lies above a threshold.
    private static let traceShare = 0.001
    /// A side smaller than this is looked at for a hill of its own.
    private static let smallSide = 0.10
    /// A cover that changes by this share of itself, and by `leastChange`, depends on the threshold.
    private static let largeChange = 1.0 / 3
    /// Two points of percent.
    private static let leastChange = 0.02

    /// What makes the numbers that depend on this threshold doubtful.
    var cautions: [Caution] {
        guard let around = choice.sensitivity else { return [] }
        return [sidedness(around), sensitivity(around)].compactMap(\.self)
    }

    private var limit: String { "\(name) (\(ThresholdObjection.short(choice.value)))" }

    private func sidedness(_ around: ThresholdSensitivity) -> Caution? {
        let cover = around.cover
        if cover < Self.traceShare {
            return Caution(
                .noneAboveThreshold,
                "\(Caution.percent(cover)) of the values lie above the threshold \(limit): there is nothing of the kind "
                    + "here, or the bands are not what they are taken for")
        }
        if cover > 1 - Self.traceShare {
            return Caution(
                .allAboveThreshold,
                "\(Caution.percent(cover)) of the values lie above the threshold \(limit): all of the raster is of the "
                    + "kind, or the bands are not what they are taken for")
        }
        guard min(cover, 1 - cover) < Self.smallSide, !around.partsHills else { return nil }
        let side = cover < 0.5 ? "above" : "below"
        return Caution(
            .oneSidedThreshold,
            "the values form one hill, and only \(Caution.percent(min(cover, 1 - cover))) lie \(side) the threshold "
                + "\(limit), on its slope: they may be a kind of ground of their own or no more than its spread")
    }

    private func sensitivity(_ around: ThresholdSensitivity) -> Caution? {
        let worst = [around.lowered, around.raised].compactMap(\.self).max {
            abs($0.cover - around.cover) < abs($1.cover - around.cover)
        }
        guard let worst else { return nil }
        let change = abs(worst.cover - around.cover)
        guard change >= Self.leastChange, change >= Self.largeChange * around.cover else { return nil }
        return Caution(
            .sensitiveThreshold,
            "\(Caution.percent(around.cover)) of the values lie above the threshold \(limit), and "
                + "\(Caution.percent(worst.cover)) above \(ThresholdObjection.short(worst.value)): the result depends on "
                + "where the threshold lies")
    }
}
