package import Spool

/// Counts by mask code: few codes, ascending.
package struct CodeTally: Hashable, Sendable {
    /// The codes that were counted and how often, ascending.
    package private(set) var entries: [Entry] = []

    /// One code and how often it was counted.
    package struct Entry: Hashable, Sendable {
        /// The mask code.
        package let code: UInt8
        /// How often.
        package internal(set) var count: Int
    }

    /// No counts: the identity of `merge`.
    package init() {}

    /// How often a code was counted.
    package func count(_ code: UInt8) -> Int { entries.first { $0.code == code }?.count ?? 0 }

    /// Counts a code.
    package mutating func add(_ code: UInt8, _ count: Int = 1) {
        guard count > 0 else { return }
        var index = 0
        while index < entries.count, entries[index].code < code { index += 1 }
        if index < entries.count, entries[index].code == code {
            entries[index].count += count
        } else {
            entries.insert(Entry(code: code, count: count), at: index)
        }
    }

    /// Adds other counts.
    package mutating func merge(_ other: CodeTally) {
        for entry in other.entries { add(entry.code, entry.count) }
    }

    /// The class counted most often, the lowest one among equals; nil where no class was counted.
    package var mostFrequentClass: UInt8? {
        var best: Entry?
        for entry in entries where PixelKeys.isLabelled(entry.code) && entry.count > best?.count ?? 0 { best = entry }
        return best?.code
    }
}

extension CodeTally: Spillable {
    /// Appends the counts.
    package func write(to writer: inout ByteWriter) {
        writer.put(entries.count)
        for entry in entries {
            writer.put(byte: entry.code)
            writer.put(entry.count)
        }
    }

    /// Reads counts.
    package init(from reader: inout ByteReader) {
        for _ in 0..<reader.number() { entries.append(Entry(code: reader.byte(), count: reader.number())) }
    }
}
