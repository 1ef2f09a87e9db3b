import Foundation
import Results
import Spool

/// How far a survey has come, as it stands on disk: in which phase, how many records of the grid, and the sums of these.
struct SurveyCheckpoint {
    /// What a survey was doing.
    enum Phase: UInt8, Sendable {
        /// Looking for thresholds.
        case observing = 1
        /// Deciding pixels. With all records done: what follows over the mask and the writing, which are done again.
        case surveying = 2
        /// Giving the complete folders their names.
        case committing = 3
    }

    private static let sign: [UInt8] = Array("quadrat journal 1\n".utf8)

    var identity: RunIdentity
    var phase: Phase
    /// Records of the grid that are done in this phase.
    var records: Int
    /// How often the run has gone on after it ended early.
    var resumed: Int
    /// Sums, by phase.
    var sums: [UInt8]

    /// The file's bytes.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(bytes: Self.sign)
        let text = Array(identity.json.text.utf8)
        writer.put(text.count)
        writer.put(bytes: text)
        writer.put(byte: phase.rawValue)
        writer.put(records)
        writer.put(resumed)
        writer.put(sums.count)
        writer.put(bytes: sums)
        writer.put(littleEndian: Checksum(of: writer.bytes).value, bytes: 8)
        return writer.bytes
    }

    init(identity: RunIdentity, phase: Phase, records: Int, resumed: Int, sums: [UInt8]) {
        self.identity = identity
        self.phase = phase
        self.records = records
        self.resumed = resumed
        self.sums = sums
    }

    /// Reads what `bytes` gives; nil where they are damaged.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > Self.sign.count + 8, bytes.starts(with: Self.sign) else { return nil }
        let content = Array(bytes.dropLast(8))
        var end = ByteReader(bytes, at: content.count)
        guard end.littleEndian(bytes: 8) == Checksum(of: content).value else { return nil }
        var reader = ByteReader(content, at: Self.sign.count)
        guard let json = try? JSONValue(parsing: reader.bytes(reader.number())),
            let identity = try? RunIdentity(json: json), let phase = Phase(rawValue: reader.byte())
        else { return nil }
        self.identity = identity
        self.phase = phase
        records = reader.number()
        resumed = reader.number()
        sums = reader.bytes(reader.number())
    }
}
