import RasterIO

/// Requests from outside to end: Ctrl-C, Ctrl-\, a terminal that has gone, the system's SIGTERM.
package enum Interruption {
    /// A process that writes nothing but its answer ends at once.
    package static func endsQuestion() { ProcessSignals.watch(.end) }

    /// A process that is going to write ends at once and says that it has written nothing, until `isTakenByRun`.
    package static func endsCommand() { ProcessSignals.watch(.endAndSay) }

    /// From now on a request is noted, and whoever looks at `isRequested` ends the run; a second one ends at once.
    package static func isTakenByRun() { ProcessSignals.answer(by: .note) }

    /// The run is over: a request ends the process at once, without a word.
    package static func isOver() { ProcessSignals.answer(by: .end) }

    /// True once somebody has asked for the end of the run.
    package static var isRequested: Bool { ProcessSignals.received != nil }

    /// What the shell is told of a run that was ended so: 128 and the signal's number (129 SIGHUP, 130 SIGINT, 131 SIGQUIT,
    /// 143 SIGTERM).
    package static var exitCode: Int32 { 128 + (ProcessSignals.received ?? 2) }
}
