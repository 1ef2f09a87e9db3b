import RasterModel
import Spool

extension Preview.Samples: Spillable {
    /// Appends the samples; bytes as bytes, one where red, green and blue are the same.
    func write(to writer: inout ByteWriter) {
        for number in [columns.lowerBound, columns.count, rows.lowerBound, rows.count] { writer.put(number) }
        let bytes = Self.bytes(of: values)
        let isGrey = bytes.map(Self.isGrey) ?? false
        writer.put(byte: values.isEmpty ? 0 : bytes == nil ? 2 : isGrey ? 3 : 1)
        if let bytes, isGrey {
            for index in stride(from: 0, to: bytes.count, by: 3) { writer.put(byte: bytes[index]) }
        } else if let bytes {
            writer.put(bytes: bytes)
        } else {
            for value in values { writer.put(littleEndian: UInt64(value.bitPattern), bytes: 4) }
        }
        writer.put(bytes: codes)
    }

    /// Reads what `write` appended.
    init(from reader: inout ByteReader) {
        let (column, width, row, height) = (reader.number(), reader.number(), reader.number(), reader.number())
        columns = column..<column + width
        rows = row..<row + height
        let count = width * height
        switch reader.byte() {
        case 0: values = []
        case 1: values = reader.bytes(3 * count).map { Float($0) }
        case 3: values = reader.bytes(count).flatMap { Array(repeating: Float($0), count: 3) }
        default:
            values = (0..<3 * count).map { _ in Float(bitPattern: UInt32(reader.littleEndian(bytes: 4))) }
        }
        codes = reader.bytes(count)
    }

    /// The same in parts of whole rows, each made when it is asked for.
    ///
    /// - Parameter points: of a part, about.
    func parts(points: Int) -> some Sequence<Preview.Samples> {
        let height = max(1, points / max(1, columns.count))
        return stride(from: 0, to: rows.count, by: height).lazy.map { first in
            let part = first..<min(first + height, rows.count)
            let inside = part.lowerBound * columns.count..<part.upperBound * columns.count
            return Preview.Samples(
                columns: columns, rows: rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound,
                values: values.isEmpty ? [] : Array(values[3 * inside.lowerBound..<3 * inside.upperBound]),
                codes: Array(codes[inside]))
        }
    }

    /// True where red, green and blue are the same everywhere.
    private static func isGrey(_ bytes: [UInt8]) -> Bool {
        for index in stride(from: 0, to: bytes.count, by: 3) {
            let red = bytes[index]
            if bytes[index + 1] != red || bytes[index + 2] != red { return false }
        }
        return true
    }

    /// The values as bytes; nil where they are not all whole numbers from 0 to 255.
    private static func bytes(of values: [Float]) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: values.count)
        var differ = false
        for index in values.indices {
            let value = values[index]
            let byte = UInt8(value >= 0 && value <= 255 ? value : 0)
            bytes[index] = byte
            differ = differ || Float(byte) != value
        }
        return differ ? nil : bytes
    }
}
