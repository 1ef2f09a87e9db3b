/// Which byte of a 32-bit pixel holds which band.
package struct WordPacking: Hashable, Sendable {
    /// For each plane, which byte of the word it is, from the lowest.
    package let samples: [Int]

    /// A packing from the byte of each plane, 0...3.
    package init(samples: [Int]) {
        precondition(samples.allSatisfy((0...3).contains))
        self.samples = samples
    }

    /// How far to shift a word so that a plane's byte comes to its lower end.
    package func shift(of plane: Int) -> UInt32 { UInt32(8 * samples[plane]) }
}
