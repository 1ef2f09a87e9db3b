import RasterModel
import ArgumentParser
import Survey

/// The codes that commands end with (sysexits.h has the same numbers); a signal's is 128 and its number.
enum ExitStatus: Int32 {
    /// What is none of the others.
    case failure = 1
    /// Wrong usage.
    case usage = 64
    /// The input is refused: no other attempt helps.
    case refused = 65
    /// Another attempt may succeed.
    case transient = 75

    /// The status that an error stands for.
    init(_ error: any Error) {
        self =
            switch SurveyFailure.kind(of: error) {
            case .usage: .usage
            case .refused: .refused
            case .transient: .transient
            case nil: .failure
            }
    }

    /// What the shell is told.
    var code: ExitCode { ExitCode(rawValue) }
}
