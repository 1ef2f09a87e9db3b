package import Spool

/// One component: what `ComponentMeasure` was asked to find out about it.
package struct Component: Hashable, Sendable {
    /// Size, position and outline figures.
    package internal(set) var region = RegionProperties()
    /// Sums of the signals, in the order in which they were given.
    package internal(set) var signals: [SignalSum] = []
    /// Pixels by mask code; empty where it was not asked for. More than one code only for groups of classes.
    package internal(set) var contents = CodeTally()
    /// The convex hull; nil where it was not asked for.
    package internal(set) var hull: ConvexHull?

    /// Nothing: the identity of `merge`.
    package init() {}

    /// Number of pixels as a share of the area of their convex hull, 0...1; nil where it was not asked for.
    package var solidity: Double? {
        hull.map { Double(2 * region.pixels) / Double($0.doubledArea) }
    }
}

extension Component: SeamFragment {
    /// Takes over another fragment of the same component.
    mutating func merge(_ other: Component) {
        region.merge(other.region)
        if signals.isEmpty { signals = other.signals } else { mergeSignals(other.signals) }
        contents.merge(other.contents)
        if let otherHull = other.hull {
            if hull == nil { hull = otherHull } else { hull?.merge(otherHull) }
        }
    }

    private mutating func mergeSignals(_ others: [SignalSum]) {
        for (index, other) in others.enumerated() { signals[index].merge(other) }
    }

    /// Counts a pair of pixels across a seam.
    mutating func pair(_ pair: PixelPair) { region.pair(pair) }

    /// Notes pixels without observation.
    mutating func meet(_ face: UInt8) { region.meet(face) }
}

extension Component: Spillable {
    /// Appends the component.
    package func write(to writer: inout ByteWriter) {
        region.write(to: &writer)
        writer.put(signals.count)
        for signal in signals { signal.write(to: &writer) }
        contents.write(to: &writer)
        writer.put(byte: hull == nil ? 0 : 1)
        hull?.write(to: &writer)
    }

    /// Reads a component.
    package init(from reader: inout ByteReader) {
        region = RegionProperties(from: &reader)
        signals = (0..<reader.number()).map { _ in SignalSum(from: &reader) }
        contents = CodeTally(from: &reader)
        hull = reader.byte() == 0 ? nil : ConvexHull(from: &reader)
    }
}
