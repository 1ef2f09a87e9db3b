import Foundation
import RasterModel
import TestSupport
import Testing
import Tiling

@testable import Survey

/// Planes of a raster through the file and back.
@Suite("Signal spool")
struct SignalSpoolTests {
    /// Two blocks and a bit each way.
    private static let raster = RasterSize(width: 1100, height: 700)

    private static func value(_ random: inout SeededGenerator) -> Float {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: [0, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude].randomElement(using: &random) ?? 0
        case 1: [.nan, -.nan, .signalingNaN, .infinity, -.infinity].randomElement(using: &random) ?? .nan
        default: .random(in: -5...5, using: &random)
        }
    }

    @Test(
        "Finite numbers come back bit by bit from tiles of any size, all else as NaN", arguments: [97, 512, 700, 1100])
    func roundTrip(side: Int) throws {
        var random = SeededGenerator(side)
        let raster = Self.raster
        let path = NSTemporaryDirectory() + "quadrat-spool-\(side)-\(ProcessInfo.processInfo.processIdentifier)"
        let spool = SignalSpool(pyramid: MaskPyramid(raster: raster, blockSize: 512), count: 2, path: path)
        try spool.create()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let planes = (0..<2).map { _ in (0..<raster.count).map { _ in Self.value(&random) } }
        var writers = [try SignalWriter(spool), try SignalWriter(spool)]
        let whole = PixelWindow(column: 0, row: 0, width: raster.width, height: raster.height)
        var tiles = whole.parts(side: side).shuffled(using: &random)
        let missing = tiles.count > 2 ? tiles.removeLast() : nil
        for tile in tiles {
            let window = tile.grown(by: PixelMargin(columns: 3, rows: 2), within: whole)
            for (signal, plane) in planes.enumerated() {
                let values = window.rows.flatMap { row in
                    plane[row * raster.width + window.column..<row * raster.width + window.columns.upperBound]
                }
                try writers[.random(in: 0..<2, using: &random)].put(values, of: window, core: tile, signal: signal)
            }
        }
        #expect(try wrong(spool, planes, missing: missing).isEmpty)
    }

    /// Places of values that did not come back.
    private func wrong(_ spool: SignalSpool, _ planes: [[Float]], missing: PixelWindow?) throws -> [String] {
        var wrong: [String] = []
        var reader = try SignalReader(spool)
        for block in 0..<spool.pyramid.blockCount(0) {
            let window = spool.pyramid.window(ofBlock: block)
            let found = try reader.planes(ofBlock: block)
            for (signal, place) in planes.indices.flatMap({ signal in (0..<window.count).map { (signal, $0) } }) {
                let (column, row) = (window.column + place % window.width, window.row + place / window.width)
                let value = planes[signal][row * Self.raster.width + column]
                let isMissing = missing.map { $0.columns.contains(column) && $0.rows.contains(row) } ?? false
                let isRight =
                    value.isFinite && !isMissing
                    ? found[signal][place].bitPattern == value.bitPattern : found[signal][place].isNaN
                if !isRight { wrong.append("signal \(signal) at \(column), \(row)") }
            }
        }
        return wrong
    }
}
