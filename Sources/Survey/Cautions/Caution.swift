import Foundation
package import Results

/// A reason to doubt the numbers of a survey, which stands beside them: in `coverage.json` and above the table.
///
/// Cautions follow from the raster, the catalog and the options alone: they are the same for every tiling, number of
/// threads and memory limit, and change neither a number nor an exit code. docs/cautions.md says of each code what it
/// means and what to do.
package struct Caution: Sendable, Hashable {
    /// What is doubtful, in the order in which cautions are told.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// Less than 0.1 % of the values lie above a threshold.
        case noneAboveThreshold = "none-above-threshold"
        /// More than 99.9 % of the values lie above a threshold.
        case allAboveThreshold = "all-above-threshold"
        /// The values form one hill, nearly all of it on one side of the threshold.
        case oneSidedThreshold = "one-sided-threshold"
        /// Cover changes by a third of itself within one step of the threshold.
        case sensitiveThreshold = "sensitive-threshold"
        /// A band in use has the same value everywhere.
        case constantBand = "constant-band"
        /// Two bands that should differ are the same.
        case identicalBands = "identical-bands"
        /// Red, green and blue are the same.
        case greyPicture = "grey-picture"
        /// Red, green and blue look like near infrared, red and green.
        case falseColour = "false-colour"
        /// A catalog of colours on a raster that has near infrared.
        case nearInfraredUnused = "near-infrared-unused"
        /// Bytes made for looking at are read as reflectance.
        case stretchedBytes = "stretched-bytes"
        /// A band of two values that may be an alpha band.
        case possibleAlpha = "possible-alpha"
        /// A margin of one value is counted as ground.
        case opaqueMargin = "opaque-margin"
        /// A photograph whose border is not background.
        case colouredBorder = "coloured-border"
        /// Shape alone tells a class from what has its colour.
        case candidatesByShape = "candidates-by-shape"
        /// One object is many times as large as the others, or holds a large share.
        case joinedObjects = "joined-objects"
    }

    /// What is doubtful.
    package let code: Code
    /// What was seen, what it may mean, and what to do: one line.
    package let text: String

    init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }

    /// As coverage.json has it.
    package var result: CautionResult { CautionResult(code: code.rawValue, text: text) }

    var json: JSONValue { result.json }

    /// In the order of the codes; equal ones once.
    static func ordered(_ cautions: [Caution]) -> [Caution] {
        var seen: Set<Caution> = []
        return Code.allCases.flatMap { code in cautions.filter { $0.code == code && seen.insert($0).inserted } }
    }

    /// "12.34 %": of a share 0...1.
    static func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
}
