import RasterIO

/// The process's standard input, output and error.
package enum ProcessStreams {
    /// As `StandardStreams.secure`: call it first.
    package static func secure() { StandardStreams.secure() }
}
