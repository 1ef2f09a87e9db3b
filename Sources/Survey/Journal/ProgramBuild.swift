import RasterIO

/// Which build of the program runs.
enum ProgramBuild {
    /// Of the program's file; its version where that cannot be read.
    static let digest: String = FileDigest.sum(ofFile: "/proc/self/exe") ?? ProgramVersion.current
}
