import CGDAL
import Foundation

/// What lies in an archive or a folder, without what operating systems leave there.
enum ArchiveListing {
    /// Most files of a folder that are looked at; ten times as many below it.
    private static let most = 1000

    /// True for a file that no person has put there: what macOS and Windows keep beside files.
    static func isJunk(_ name: String) -> Bool {
        name.split(separator: "/").contains { part in
            part.hasPrefix("._") || ["__macosx", ".ds_store", "thumbs.db", "desktop.ini"].contains(part.lowercased())
        }
    }

    /// The name by which GDAL looks into an archive; nil for what is none.
    static func archive(_ path: String) -> String? {
        let name = path.lowercased()
        if path.hasPrefix("/vsi") {
            let isArchive = ["/vsizip/", "/vsitar/"].contains { path.hasPrefix($0) }
            return isArchive && isFolder(path) ? path.trimmingSlashes : nil
        }
        guard name.hasSuffix(".zip"), FileFacts.kind(of: path) == .file else { return nil }
        // GDAL finds the archive's name by its ending, unless braces say where it ends.
        let isPlain = name.ranges(of: ".zip").count == 1 && path.hasSuffix(".zip")
        return isPlain ? "/vsizip/\(path)" : "/vsizip/{\(path)}"
    }

    /// Files below a folder or an archive, sorted.
    static func files(in folder: String) -> [String] {
        all(in: folder).filter { !isJunk($0) && !$0.hasSuffix("/") }.sorted()
    }

    /// True where an archive holds files that no person has put there.
    static func holdsJunk(_ folder: String) -> Bool { all(in: folder).contains(where: isJunk) }

    private static func all(in folder: String) -> [String] {
        GDALMessages.during { _ in
            guard let list = unsafe VSIReadDirEx(folder, Int32(most)) else { return [] }
            unsafe CSLDestroy(list)
            guard let all = unsafe VSIReadDirRecursive(folder) else { return [] }
            defer { unsafe CSLDestroy(all) }
            var names: [String] = []
            while names.count < 10 * most, let item = unsafe all[names.count] {
                names.append(unsafe String(cString: item))
            }
            return names
        }
    }

    /// Names in a folder itself, sorted, junk included.
    static func names(in folder: String) -> [String] {
        GDALMessages.during { _ in
            guard let all = unsafe VSIReadDirEx(folder, Int32(10 * most)) else { return [] }
            defer { unsafe CSLDestroy(all) }
            var names: [String] = []
            while let item = unsafe all[names.count] { names.append(unsafe String(cString: item)) }
            return names.sorted()
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        GDALMessages.during { _ in
            let list = unsafe VSIReadDirEx(path, 1)
            defer { unsafe CSLDestroy(list) }
            return unsafe list != nil
        }
    }
}

extension String {
    fileprivate var trimmingSlashes: String {
        var text = Substring(self)
        while text.count > 1, text.hasSuffix("/") { text.removeLast() }
        return String(text)
    }
}
