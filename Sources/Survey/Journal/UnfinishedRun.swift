import Tiling
import RasterModel
import RasterIO
import Results

/// A run that ended early and can go on: why it ended, and how.
package struct UnfinishedRun: Error, CustomStringConvertible {
    /// Why it ended.
    package let cause: any Error
    /// How far it came, what it holds on disk and the command that goes on, in one line.
    package let remedy: String

    init(_ cause: any Error, _ plan: SurveyPlan, _ run: SurveyFolders) {
        self.cause = cause
        let pixels = Double(plan.source.grid.size.count)
        let done = Int(100 * Double(plan.grid.pixels(inRecords: run.journal.records)) / pixels)
        let progress =
            switch run.journal.phase {
            case .observing: "thresholds looked for in \(done) % of the raster"
            case .surveying where done == 100: "all of the raster surveyed"
            case .surveying: "\(done) % of the raster surveyed"
            case .committing: "everything done but the folders' names"
            }
        let disk = ByteCountText.short(run.folders.reduce(0) { $0 + $1.bytesOnDisk })
        let folders = run.folders.map(\.workingPath).joined(separator: ", ")
        remedy = "\(progress); kept in \(folders) (\(disk)); go on with: \(Self.command(plan.request))"
    }

    /// The whole message.
    package var description: String { "\(cause); \(remedy)" }

    /// What a shell is to be told.
    private static func command(_ request: SurveyRequest) -> String {
        let words = request.commandLine.isEmpty ? ["quadrat"] : request.commandLine
        let resumes = words.contains("--resume") ? words : words + ["--resume"]
        return resumes.map { ShellWord.quoted($0) }.joined(separator: " ")
    }
}
