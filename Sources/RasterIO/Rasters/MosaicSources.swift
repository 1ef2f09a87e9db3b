import CGDAL
import Foundation

/// What a mosaic (a VRT) is made of, read from its XML before GDAL opens any of it: how deep mosaics stand in mosaics, and
/// whether one contains itself.
///
/// GDAL opens what a mosaic names without asking how often: a few files of some lines each, every one naming the next
/// several times, keep it reading for years.
struct MosaicSources {
    /// Mosaics within mosaics, the outermost included.
    static let deepest = 4
    /// Files that a mosaic of mosaics may name, counted each time they are named.
    static let most = 10_000_000
    /// Bytes of XML.
    private static let longest: Int64 = 1_000_000_000

    /// What a name stands for.
    private struct Extent {
        /// Rasters, counted each time they are named.
        var files = 1
        /// Mosaics from here down to a plain raster: 0 for that raster.
        var depth = 0
    }

    /// 0 for what is no mosaic, 1 for one made of plain rasters.
    private(set) var depth = 0
    /// Local files that are named and not there, each once.
    private(set) var missing: [String] = []
    /// Files that are named, each once.
    var count: Int { known.count { $0.value.depth == 0 } }

    /// The names of all that it is made of, mosaics and rasters.
    var names: [String] { known.keys.filter { $0 != path }.sorted() }

    private let path: String
    private var known: [String: Extent] = [:]
    private var open: [String] = []

    /// - Parameter path: the name that is going to be opened.
    /// - Throws: when the mosaic is too deep, contains itself, or reaches over the network although that is forbidden.
    init(of path: String) throws(RasterError) {
        GDALLibrary.start()
        self.path = path
        depth = try extent(of: path).depth
    }

    private mutating func extent(of name: String) throws(RasterError) -> Extent {
        if GDALLibrary.forbidsNetwork, GDALLibrary.isRemote(name) {
            throw RasterError(
                "open", path, reason: "it asks for \(Self.shortened(name)), and \(GDALLibrary.networkRefusal)")
        }
        var extent = known[name] ?? Extent()
        if known[name] == nil {
            try OneTimeInput.check(name, of: path)
            try NetworkPatience.await(name)
            guard !open.contains(name) else {
                throw refusal("it is a mosaic that contains itself (by way of \(Self.shortened(name)))")
            }
            if let sources = Self.sources(of: name) {
                extent = try sum(of: sources, in: name)
            } else if !open.isEmpty, Self.isMissing(name) {
                missing.append(name)
            } else {
                try PendingChanges.refuse(in: name)
            }
            known[name] = extent
        }
        guard open.count + extent.depth <= Self.deepest else {
            throw refusal("it is made of mosaics in mosaics, more than \(Self.deepest) deep")
        }
        return extent
    }

    private mutating func sum(of sources: [String], in name: String) throws(RasterError) -> Extent {
        guard open.count < Self.deepest else {
            throw refusal("it is made of mosaics in mosaics, more than \(Self.deepest) deep")
        }
        open.append(name)
        var sum = Extent(files: 0, depth: 1)
        for source in sources {
            let part = try extent(of: source)
            sum.files += part.files
            sum.depth = max(sum.depth, part.depth + 1)
            guard sum.depth == 1 || sum.files <= Self.most else {
                throw refusal("it is made of mosaics that name more than \(Self.most) files between them")
            }
        }
        open.removeLast()
        return sum
    }

    private func refusal(_ reason: String) -> RasterError {
        RasterError(
            "open", path, reason: reason,
            advice: "make one mosaic of the rasters themselves: gdalbuildvrt all.vrt *.tif")
    }

    /// Names may be whole documents.
    private static func shortened(_ name: String) -> String { name.count > 200 ? "\(name.prefix(200))..." : name }

    /// True for the plain name of a local file that is not there.
    private static func isMissing(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("/vsi") && !name.hasPrefix("<") && !name.contains(":")
            && FileFacts.kind(of: name) == .missing
    }

    // MARK: What GDAL would read

    /// The files that a mosaic names, each as often as it is named; nil where the name is no mosaic.
    private static func sources(of name: String) -> [String]? {
        if name.hasPrefix("vrt://") {
            return [String(name.dropFirst(6).prefix { $0 != "?" })]
        }
        return GDALMessages.during { _ in
            guard let root = unsafe document(of: name) else { return nil }
            defer { unsafe CPLDestroyXMLNode(root) }
            return unsafe sources(in: root, folder: folder(of: name))
        }
    }

    /// The XML of a mosaic. GDAL knows mosaics by their first tag, whatever the file is called.
    static func document(of name: String) -> UnsafeMutablePointer<CPLXMLNode>? {
        if name.drop(while: \.isWhitespace).hasPrefix("<VRTDataset") { return unsafe CPLParseXMLString(name) }
        // A look into every remote raster would cost a request each.
        if GDALLibrary.isRemote(name), !name.lowercased().contains(".vrt") { return nil }
        guard let file = unsafe VSIFOpenL(name, "rb") else { return nil }
        defer { unsafe VSIFCloseL(file) }
        var head = [UInt8](repeating: 0, count: 1024)
        let count = unsafe VSIFReadL(&head, 1, head.count, file)
        guard String(decoding: head.prefix(count), as: UTF8.self).contains("<VRTDataset") else { return nil }
        var bytes: UnsafeMutablePointer<GByte>?
        guard unsafe VSIIngestFile(file, nil, &bytes, nil, longest) != 0, let text = unsafe bytes else { return nil }
        defer { unsafe VSIFree(text) }
        return unsafe text.withMemoryRebound(to: CChar.self, capacity: 1) { unsafe CPLParseXMLString($0) }
    }

    static func folder(of name: String) -> String {
        name.hasPrefix("<") ? "" : unsafe name.withCString { unsafe String(cString: CPLGetDirname($0)) }
    }

    private static func sources(in root: UnsafeMutablePointer<CPLXMLNode>, folder: String) -> [String] {
        var names: [String] = []
        var waiting: [UnsafeMutablePointer<CPLXMLNode>] = unsafe [root]
        while let node = unsafe waiting.popLast() {
            if let next = unsafe node.pointee.psNext { unsafe waiting.append(next) }
            guard unsafe node.pointee.eType == CXT_Element else { continue }
            if let name = unsafe source(node, folder: folder) {
                names.append(name)
            } else if let child = unsafe node.pointee.psChild {
                unsafe waiting.append(child)
            }
        }
        return names
    }

    /// The name in an element that names a file; nil for other elements.
    private static func source(_ node: UnsafeMutablePointer<CPLXMLNode>, folder: String) -> String? {
        let element = unsafe String(cString: node.pointee.pszValue).lowercased()
        guard ["sourcefilename", "sourcedataset"].contains(element),
            // No text to return where nothing is there: GDAL would hand back a pointer to it, when it is gone.
            let text = unsafe CPLGetXMLValue(node, nil, nil)
        else { return nil }
        let name = unsafe String(cString: text)
        let isRelative = unsafe CPLGetXMLValue(node, "relativeToVRT", nil).map { unsafe atoi($0) != 0 } ?? false
        guard isRelative, !folder.isEmpty else { return name }
        return projected(name, folder: folder)
    }

    /// A name relative to a folder, as GDAL resolves it.
    static func projected(_ name: String, folder: String) -> String {
        // GDAL may hand back the name that it was given: both have to live until the result is copied.
        unsafe folder.withCString { folder in
            unsafe name.withCString { unsafe String(cString: CPLProjectRelativeFilename(folder, $0)) }
        }
    }

    /// True for what GDAL would open as a mosaic by its first tag.
    static func isMosaic(_ name: String) -> Bool {
        GDALMessages.during { _ in
            guard let root = unsafe document(of: name) else { return false }
            unsafe CPLDestroyXMLNode(root)
            return true
        }
    }
}
