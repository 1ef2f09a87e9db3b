import RasterIO
import RasterModel
import Results

/// The files that objects are written to. One that cannot be written is given up, and the others go on.
struct ObjectOutputs {
    private static let packageName = RunFile.objects.name

    private let folder: RunFolder
    private var package: ObjectFile?
    private var exports: [(format: ObjectFormat, file: ObjectExport)] = []
    private(set) var failures = OutputFailures()

    /// Begins all files.
    ///
    /// - Parameter count: how many objects will come, about.
    init(
        _ formats: [ObjectFormat], in folder: RunFolder, grid: RasterGrid, columns: [FeatureColumn], count: Int
    ) throws {
        self.folder = folder
        try failures.attempt(Self.packageName, in: folder) {
            package = try ObjectFile(folder.file(Self.packageName), grid: grid, columns: columns, count: count)
        }
        for format in formats {
            try failures.attempt(format.file.name, in: folder) {
                let path = folder.file(format.file.name)
                exports.append((format, try ObjectExport(path, format, grid: grid, columns: columns)))
            }
        }
    }

    /// Adds an object.
    ///
    /// - Parameter number: of the feature, from 1, ascending.
    mutating func add(_ item: ObjectFile.Item, number: Int) {
        do { try package?.add(item, number: number) } catch {
            package = nil
            failures.add(Self.packageName, error, in: folder)
        }
        for index in exports.indices.reversed() {
            do { try exports[index].file.add(item, number: number) } catch { giveUp(index, error) }
        }
    }

    /// Completes all files.
    mutating func finish() {
        do { try package?.finish() } catch {
            package = nil
            failures.add(Self.packageName, error, in: folder)
        }
        package = nil
        for index in exports.indices.reversed() {
            do { try exports[index].file.close() } catch { giveUp(index, error) }
        }
    }

    /// Objects whose outlines a format has no coordinates for.
    var withoutOutline: Int { exports.reduce(0) { $0 + $1.file.withoutOutline } }

    private mutating func giveUp(_ index: Int, _ error: any Error) {
        let name = exports.remove(at: index).format.file.name
        failures.add(name, error, in: folder)
    }
}
