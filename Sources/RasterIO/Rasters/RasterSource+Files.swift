import RasterModel
import CGDAL
import Foundation

extension RasterSource {
    /// The local files that the raster is made of, beside the one that its name stands for: the sources of a mosaic, side
    /// files with masks and notes.
    static func files(beside path: String, sources: [String], of handle: GDALDatasetH) -> [InputFile] {
        var seen: Set<String> = [path]
        var names: [String] = []
        func take(_ name: String) { if seen.insert(name).inserted { names.append(name) } }
        if let own = LocalFile.path(in: path) {
            seen.insert(own)
            // Their coming into being counts, too.
            take(own + ".msk")
            take(own + Self.sideFile)
        }
        if let list = unsafe GDALGetFileList(handle) {
            defer { unsafe CSLDestroy(list) }
            var index = 0
            while index < InputFile.most, let item = unsafe list[index] {
                take(unsafe String(cString: item))
                index += 1
            }
        }
        for source in sources.prefix(InputFile.most) where seen.insert(source).inserted {
            guard let file = LocalFile.path(in: source) else { continue }
            names.append(file)
            names += [".msk", Self.sideFile].map { file + $0 }.filter { FileFacts.kind(of: $0) == .file }
        }
        let files = names.compactMap { name in
            FileFacts.kind(of: name) == .missing && name.hasPrefix("/vsi") ? InputFile(behind: name) : InputFile(name)
        }
        return files + (LocalFile.path(in: path).map(InputFile.changesBeside) ?? [])
    }

    /// Looks whether the files are what they were when the raster was opened.
    ///
    /// Other programs write statistics into side files (.aux.xml) whenever they show a raster: what counts is what they say
    /// of it.
    /// - Throws: naming the first that has changed.
    package func checkFiles() throws(RasterError) {
        for file in files where !file.isUnchanged {
            if file.path.hasSuffix(Self.sideFile), saysTheSame { continue }
            try file.check()
        }
    }

    /// What it said when it was opened, not what a person has said of it since (`RasterStack.declaring`).
    private var saysTheSame: Bool {
        guard let before = asOpened.first, let now = try? RasterSource(path: before.path) else { return false }
        return now.asOpened == asOpened
    }

    /// A digest of what the raster holds and says of itself, whatever it is called and whenever it was written; of side files
    /// (.aux.xml) only what they say of the raster.
    package var contentDigest: String {
        let said = asOpened.map { source in
            let transform = source.grid.transform.map {
                "\($0.originX) \($0.columnX) \($0.rowX) \($0.originY) \($0.columnY) \($0.rowY)"
            }
            let size = "\(source.grid.size.width) \(source.grid.size.height)"
            return ([size, transform ?? "", source.grid.crs?.name ?? ""] + source.bands.map { Self.text(of: $0) })
                .joined(separator: "\n")
        }
        return FileDigest.content(of: files.filter { !$0.path.hasSuffix(Self.sideFile) }, namedBy: path, said)
    }

    /// What a file says of a band, as far as results can follow from it.
    private static func text(of band: Band) -> String {
        let names = band.names.map { "\($0.text)" }.joined(separator: ",")
        let scaling = band.scaling.map { "\($0.scale) \($0.offset)" } ?? ""
        return "\(band.number) \(band.typeName) \(band.nodata.map { "\($0)" } ?? "") \(scaling) "
            + "\(band.wavelength.map { "\($0)" } ?? "") \(names)"
    }

    private static let sideFile = ".aux.xml"
}
