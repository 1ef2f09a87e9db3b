extension Span where Element == UInt8 {
    /// How many bytes equal `value`.
    ///
    /// Written so that the compiler makes vector instructions of it: no branches (a byte differs from the value where
    /// `difference | -difference` has its highest bit set), and byte counters over stretches too short to overflow.
    package func count(of value: UInt8) -> Int {
        let stretch = 224
        var total = 0
        var start = 0
        while start < count {
            let part = extracting(start..<Swift.min(start + stretch, count))
            total += part.count - part.misses(of: value)
            start += stretch
        }
        return total
    }

    private func misses(of value: UInt8) -> Int {
        var misses: UInt8 = 0
        let count = count
        for index in 0..<count {
            let difference = self[index] ^ value
            misses = misses &+ ((difference | (0 &- difference)) &>> 7)
        }
        return Int(misses)
    }

    /// True where every byte equals `value`.
    package func isUniform(_ value: UInt8) -> Bool {
        if count > 0 && self[0] != value { return false }
        let stretch = 4096
        var start = 0
        while start < count {
            let part = extracting(start..<Swift.min(start + stretch, count))
            guard part.difference(from: value) == 0 else { return false }
            start += stretch
        }
        return true
    }

    private func difference(from value: UInt8) -> UInt8 {
        var difference: UInt8 = 0
        let count = count
        for index in 0..<count { difference |= self[index] ^ value }
        return difference
    }
}
