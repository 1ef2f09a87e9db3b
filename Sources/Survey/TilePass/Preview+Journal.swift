import RasterModel
import Spool

extension Preview.Samples: Spillable {
    /// Appends the samples; bytes as bytes.
    func write(to writer: inout ByteWriter) {
        for number in [columns.lowerBound, columns.count, rows.lowerBound, rows.count] { writer.put(number) }
        let areBytes = values.allSatisfy { $0 >= 0 && $0 <= 255 && $0 == $0.rounded() }
        writer.put(byte: values.isEmpty ? 0 : areBytes ? 1 : 2)
        if areBytes {
            writer.put(bytes: values.map { UInt8($0) })
        } else {
            for value in values {
                for byte in 0..<4 { writer.put(byte: UInt8(truncatingIfNeeded: value.bitPattern >> (8 * byte))) }
            }
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
        default:
            values = (0..<3 * count).map { _ in
                Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(reader.byte()) << (8 * UInt32($1)) })
            }
        }
        codes = reader.bytes(count)
    }
}
