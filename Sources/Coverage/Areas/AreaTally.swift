package import Spool

/// Pixels and area by mask code: what a mask, or a part of it, adds up to.
///
/// All sums are integers, so parts may be tallied in any order, by any thread, and merged: the result is the same.
package struct AreaTally: Hashable, Sendable {
    private var pixelCounts = [Int](repeating: 0, count: 256)
    private var areaSums = [UInt128](repeating: 0, count: 256)
    private var unknownCounts = [Int](repeating: 0, count: 256)

    /// An empty tally: the identity of `merge`.
    package init() {}

    /// Number of pixels of a mask code.
    package func pixels(_ code: UInt8) -> Int { pixelCounts[Int(code)] }

    /// Summed area of a mask code's pixels in `FixedArea` units; pixels of unknown area add nothing.
    package func area(_ code: UInt8) -> UInt128 { areaSums[Int(code)] }

    /// How many pixels of a mask code have no known area although the raster has areas.
    package func areaUnknown(_ code: UInt8) -> Int { unknownCounts[Int(code)] }

    /// Number of pixels of all codes.
    package var pixels: Int { pixelCounts.reduce(0, +) }

    /// Number of pixels of all codes whose area is not known although the raster has areas.
    package var areaUnknown: Int { unknownCounts.reduce(0, +) }

    /// The codes that occur, in ascending order.
    package var codes: [UInt8] { (0...255).filter { pixelCounts[Int($0)] > 0 } }

    /// Adds another tally. Associative and commutative.
    package mutating func merge(_ other: AreaTally) {
        for code in 0..<256 {
            pixelCounts[code] += other.pixelCounts[code]
            areaSums[code] += other.areaSums[code]
            unknownCounts[code] += other.unknownCounts[code]
        }
    }

    /// Adds pixels of one code.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - code: their mask code.
    ///   - area: their summed area in `FixedArea` units; 0 where the raster has no areas, nil where it is not known.
    mutating func add(_ count: Int, of code: UInt8, area: UInt128?) {
        pixelCounts[Int(code)] += count
        if let area {
            areaSums[Int(code)] += area
        } else {
            unknownCounts[Int(code)] += count
        }
    }
}

extension AreaTally: Spillable {
    /// Appends the sums of the codes that occur.
    package func write(to writer: inout ByteWriter) {
        let codes = codes
        writer.put(codes.count)
        for code in codes {
            writer.put(byte: code)
            writer.put(pixelCounts[Int(code)])
            writer.put(wide: areaSums[Int(code)])
            writer.put(unknownCounts[Int(code)])
        }
    }

    /// Reads what `write` appended.
    package init(from reader: inout ByteReader) {
        for _ in 0..<reader.number() {
            let code = Int(reader.byte())
            pixelCounts[code] = reader.number()
            areaSums[code] = reader.wideNumber()
            unknownCounts[code] = reader.number()
        }
    }
}
