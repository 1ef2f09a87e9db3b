import RasterIO

/// The process's standard input, output and error.
package enum StandardStreams {
    /// As `RasterIO.StandardStreams.secure`: call it first.
    package static func secure() { RasterIO.StandardStreams.secure() }
}
