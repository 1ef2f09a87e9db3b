import Foundation

/// Names of what can be read only once: standard input, pipes, sockets, devices.
///
/// Every worker opens a raster for itself, and polygons are read again when they are written: what one of them has read,
/// the others miss.
enum OneTimeInput {
    /// - Parameters:
    ///   - name: any name that GDAL opens.
    ///   - whole: the name of the mosaic that has it as a source; nil where it is what was asked for.
    /// - Throws: where it cannot be opened twice.
    static func check(_ name: String, of whole: String? = nil) throws(RasterError) {
        guard let what = kind(of: name) else { return }
        let short = name.count > 200 ? "\(name.prefix(200))..." : name
        let isPart = whole != nil && whole != name
        throw RasterError(
            "open", isPart ? whole ?? short : short,
            reason:
                "\(isPart ? "its source \(short) is" : "it is") \(what), which can be read only once, and a survey opens "
                + "its files several times",
            advice: "save it to a file first (cat > file.tif) and name that")
    }

    /// What the name stands for; nil where it can be opened as often as one likes.
    private static func kind(of name: String) -> String? {
        guard !name.hasPrefix("<") else { return nil }
        if name.contains("/vsistdin") { return "standard input" }
        if name == "-", FileFacts.kind(of: name) == .missing { return "standard input" }
        let parts =
            name.split(separator: ":").map { $0.filter { $0 != "\"" } } + [name, LocalFile.path(in: name) ?? name]
        for part in parts {
            if part.hasSuffix("/dev/stdin") || part == "/proc/self/fd/0" { return "standard input" }
            if isDescriptor(part) { return "an open file of this process" }
        }
        return parts.lazy.compactMap { FileFacts.stream($0) }.first
    }

    /// `/dev/fd/3`, `/proc/self/fd/3`: what it is depends on who opens it, and when.
    private static func isDescriptor(_ path: some StringProtocol) -> Bool {
        path.hasPrefix("/dev/fd/") || (path.hasPrefix("/proc/") && path.contains("/fd/"))
    }
}
