import Dispatch
import Foundation

/// Turns Ctrl-C (and the system's request to terminate) into a request to stop. A second one ends the process at once.
final class InterruptWatch {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "quadrat.interrupts")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        let requests = Requests()
        for source in sources {
            source.setEventHandler {
                if requests.isFirst() { stop() } else { _exit(130) }
            }
            source.resume()
        }
    }

    func stop() { for source in sources { source.cancel() } }

    /// Counts requests.
    private final class Requests: Sendable {
        private let semaphore = DispatchSemaphore(value: 1)

        func isFirst() -> Bool { semaphore.wait(timeout: .now()) == .success }
    }
}
