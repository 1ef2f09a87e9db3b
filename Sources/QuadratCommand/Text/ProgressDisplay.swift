import Foundation
import Survey

/// Shows how far a survey has come and how long it will still take, on standard error.
struct ProgressDisplay {
    enum Style {
        /// One line that is written over.
        case terminal
        /// A line now and then.
        case plain
        /// One JSON object a line.
        case json
        case none
    }

    static var isTerminal: Bool { isatty(2) == 1 }

    private let style: Style
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant
    private var hasLine = false

    init(_ style: Style) {
        self.style = style
        start = clock.now
        lastShown = start
    }

    /// How often a line appears.
    private var interval: Duration {
        switch style {
        case .terminal: .milliseconds(100)
        case .plain: .seconds(5)
        case .json: .milliseconds(500)
        case .none: .seconds(1_000_000)
        }
    }

    mutating func show(_ progress: Survey.Progress) {
        let now = clock.now
        guard style != .none, now - lastShown >= interval || (style == .json && progress.fraction == 1) else { return }
        lastShown = now
        let seconds = Double((now - start) / .milliseconds(1)) / 1000
        let left = progress.fraction > 0.01 ? seconds / progress.fraction - seconds : nil
        switch style {
        case .terminal:
            hasLine = true
            ErrorOutput.put("\r\u{1B}[K\(Self.line(progress, left))")
        case .plain: ErrorOutput.write(Self.line(progress, left))
        case .json: ErrorOutput.write(Self.json(progress, seconds: seconds, left: left))
        case .none: break
        }
    }

    /// Clears the line.
    mutating func finish() {
        if hasLine { ErrorOutput.put("\r\u{1B}[K") }
        hasLine = false
    }

    private static func line(_ progress: Survey.Progress, _ left: Double?) -> String {
        let percent = Int(progress.fraction * 100)
        let rest = left.map { ", about \(duration($0)) left" } ?? ""
        return "\(progress.step.rawValue): \(percent) %\(rest)"
    }

    private static func json(_ progress: Survey.Progress, seconds: Double, left: Double?) -> String {
        let rest = left.map { String(format: "%.1f", $0) } ?? "null"
        return String(
            format: "{\"step\": \"%@\", \"fraction\": %.4f, \"seconds\": %.1f, \"seconds_left\": %@}",
            progress.step.rawValue, progress.fraction, seconds, rest)
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        if whole < 90 { return "\(whole) s" }
        if whole < 5400 { return "\((whole + 30) / 60) min" }
        return String(format: "%.1f h", seconds / 3600)
    }
}
