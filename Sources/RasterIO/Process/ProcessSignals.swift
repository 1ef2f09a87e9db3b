import CSystem
import Foundation
import Synchronization

/// The signals that ask this process to end: the terminal has gone (SIGHUP), Ctrl-C (SIGINT), Ctrl-\ (SIGQUIT), the
/// system (SIGTERM).
///
/// Handlers, not Dispatch's sources: those need a thread, which the system may not have left.
package enum ProcessSignals {
    /// What happens when one comes.
    package enum Answer: Int32, Sendable {
        /// The process ends at once and says nothing.
        case end
        /// The process ends at once and says that nothing was written.
        case endAndSay
        /// It is noted, and the run ends by itself; a second one ends the process at once.
        case note
    }

    private static let answer = Atomic<Int32>(Answer.end.rawValue)
    private static let noted = Atomic<Int32>(0)

    /// Handles the signals from now on. A hang-up that is ignored stays ignored.
    package static func watch(_ answer: Answer) {
        // Made here and not on first use, which a handler may not do.
        noted.store(0, ordering: .sequentiallyConsistent)
        self.answer.store(answer.rawValue, ordering: .sequentiallyConsistent)
        TemporaryFolder.removeAll()
        for number in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            quadrat_handle_signal(number) { ProcessSignals.take($0) }
        }
    }

    /// Changes what happens.
    package static func answer(by answer: Answer) {
        self.answer.store(answer.rawValue, ordering: .sequentiallyConsistent)
    }

    /// The signal that was noted; nil while there is none.
    package static var received: Int32? {
        let number = noted.load(ordering: .sequentiallyConsistent)
        return number == 0 ? nil : number
    }

    /// What a run says that was ended so. Computed: the handler may not be the first to make it.
    package static var words: StaticString { "Interrupted: nothing was written.\n" }

    /// The handler: only what a handler may do.
    private static func take(_ number: Int32) {
        let answer = answer.load(ordering: .sequentiallyConsistent)
        if answer == Answer.note.rawValue, noted.exchange(number, ordering: .sequentiallyConsistent) == 0 { return }
        if answer == Answer.endAndSay.rawValue { _ = unsafe write(2, words.utf8Start, words.utf8CodeUnitCount) }
        TemporaryFolder.removeAll()
        // As shells tell it of a process that a signal has ended.
        _exit(128 + number)
    }
}
