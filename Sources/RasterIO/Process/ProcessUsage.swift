import CSystem
import Foundation

/// What this process has used so far.
package enum ProcessUsage {
    /// Largest resident size in bytes, or nil where the system does not tell.
    ///
    /// From /proc: what getrusage gives includes the peak of the process that started this one.
    package static var peakResidentBytes: Int? {
        status("VmHWM:")
    }

    /// Resident size in bytes now, or nil where the system does not tell.
    package static var residentBytes: Int? { status("VmRSS:") }

    /// Bytes of addresses that the system still gives this process (`ulimit -v`, `ulimit -d`); nil without such a limit.
    package static var addressesLeft: Int? {
        let limits = [(quadrat_address_limit(), "VmSize:"), (quadrat_data_limit(), "VmData:")]
        return limits.compactMap { limit, key in
            limit < 0 ? nil : status(key).map { max(0, Int(clamping: limit) - $0) }
        }.min()
    }

    /// Where addresses are limited, makes do with few: each thread's heap sets aside 64 MB of them, and tries to for every
    /// piece of memory where there are no more.
    package static func spareAddresses() { if addressesLeft != nil { quadrat_use_one_heap() } }

    private static func status(_ key: String) -> Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix(key) }
        return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }

    /// Processor time of all threads in seconds.
    package static var processorSeconds: Double {
        let usage = usage
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    private static var usage: rusage {
        var usage = rusage()
        _ = unsafe getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        return usage
    }
}
