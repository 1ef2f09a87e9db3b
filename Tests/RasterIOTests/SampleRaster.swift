import Foundation

/// Rasters made from the sample scene by GDAL's own tool.
enum SampleRaster {
    /// A part of the scene with valid pixels and collar; both sides are prime numbers.
    static let width = 149
    static let height = 103
    private static let part = ["-srcwin", "0", "600", "\(width)", "\(height)"]

    private static var scene: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("tiles/farm.tif").path
    }

    struct ToolFailure: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes the part of the scene into `path`.
    static func make(_ path: String, _ options: [String]) throws -> String {
        try run("gdal_translate", ["-q"] + part + options + [scene, path])
        return path
    }

    static func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw ToolFailure(description: "\(tool) failed: \(String(decoding: said, as: UTF8.self))")
        }
    }
}
