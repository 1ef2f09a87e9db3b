import Foundation

/// What this process has used so far.
public enum ProcessUsage {
    /// Largest resident size in bytes.
    public static var peakResidentBytes: Int { usage.ru_maxrss * 1024 }

    /// Processor time of all threads in seconds.
    public static var processorSeconds: Double {
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
