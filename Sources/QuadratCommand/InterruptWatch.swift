import Dispatch
import Foundation
import Tiling

/// Turns Ctrl-C (and the system's request to terminate) into a request to stop. A second one ends the process at once.
final class InterruptWatch {
    private let sources: [any DispatchSourceSignal]

    init(_ cancellation: Cancellation) {
        let queue = DispatchQueue(label: "quadrat.interrupts")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: queue)
        }
        for source in sources {
            source.setEventHandler { if !cancellation.cancel() { _exit(130) } }
            source.resume()
        }
    }

    func stop() { for source in sources { source.cancel() } }
}
