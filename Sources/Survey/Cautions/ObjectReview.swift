import Foundation
import Results

/// What the sizes of objects say against their number.
struct ObjectReview {
    /// An object is many objects where it is so many times as large as the median.
    private static let largeObject = 8.0
    /// And where it holds this share of the area of all.
    private static let dominantShare = 0.25
    /// While it is at least so many times as large as the median.
    private static let severalObjects = 3.0
    /// Objects that are needed before their sizes say anything of each other.
    private static let fewestObjects = 5
    /// One that covers this share of what is valid is no plant and no animal.
    private static let coveringShare = 0.20

    let figures: ObjectFigures
    /// What is valid, in the unit of the sizes; nil where it is not known.
    let valid: Double?

    /// That objects which touch were counted as one; nil where nothing speaks for it.
    var caution: Caution? {
        guard let sizes = figures.sizes else { return nil }
        let largest = sizes.largest
        let (times, share) = (largest / sizes.median, largest / sizes.total)
        let covered = valid.map { $0 > 0 ? largest / $0 : 0 } ?? 0
        let standsOut =
            figures.count >= Self.fewestObjects
            && (times >= Self.largeObject || share >= Self.dominantShare && times >= Self.severalObjects)
        guard standsOut || covered >= Self.coveringShare else { return nil }
        return Caution(
            .joinedObjects,
            "the largest of \(figures.count) objects is \(String(format: "%.1f", times)) times as large as the median, holds "
                + "\(Caution.percent(share)) of their area and covers \(Caution.percent(covered)) of what is valid: objects "
                + "that touch are counted as one, so apart from specks the count is a lower bound; look at objects.gpkg, part "
                + "them by a stricter class or 'open', and leave specks out by 'min_area'")
    }
}
