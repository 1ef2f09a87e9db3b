import Foundation

/// Names that GDAL opens, and the local files behind them.
enum LocalFile {
    /// The file of this machine that a name stands for or lies in: the name itself, an archive (`/vsizip/`), the file of a
    /// subdataset (`NETCDF:a.nc:red`). nil where there is none, or where it is fetched over the network.
    static func path(in name: String) -> String? {
        guard !name.hasPrefix("<"), name.utf8.count < 4096 else { return nil }
        if FileFacts.kind(of: name) != .missing { return name }
        guard !GDALLibrary.isRemote(name) else { return nil }
        return name.hasPrefix("/vsi") ? container(of: name) : member(of: name)
    }

    /// The file that `/vsizip/a.zip/b.tif`, `/vsigzip//a.gz`, `/vsizip/{a.zip}/b.tif` or `/vsisubfile/0_9,a.tif` read.
    private static func container(of name: String) -> String? {
        var rest = Substring(name)
        while rest.drop(while: { $0 == "/" }).hasPrefix("vsi"), let end = rest.dropFirst(4).firstIndex(of: "/") {
            rest = rest[rest.index(after: end)...]
            if let comma = rest.firstIndex(of: ","), name.contains("/vsisubfile/") {
                rest = rest[rest.index(after: comma)...]
            }
        }
        if rest.hasPrefix("{") { rest = rest.dropFirst().prefix { $0 != "}" } }
        var path = String(rest)
        while !path.isEmpty, path != "/", path != "." {
            switch FileFacts.kind(of: path) {
            case .file: return path
            case .directory: return nil
            case .missing: path = FileFacts.parent(of: path)
            }
        }
        return nil
    }

    /// The file among the parts of a name that colons part: the longest that exists.
    private static func member(of name: String) -> String? {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...8).contains(parts.count) else { return nil }
        for count in (1..<parts.count).reversed() {
            for first in 0...parts.count - count {
                let part = parts[first..<first + count].joined(separator: ":").filter { $0 != "\"" }
                if FileFacts.kind(of: part) == .file { return part }
            }
        }
        return nil
    }
}
