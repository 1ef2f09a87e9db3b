/// Which of a block's components reach a seam.
struct BlockRoll {
    private let parts: [Int32]
    /// Number of components that reach a seam.
    let partCount: Int

    init(_ count: Int, reachesSeam: (Int) -> Bool) {
        var partCount: Int32 = 0
        parts = (0..<count).map { label in
            guard reachesSeam(label) else { return -1 }
            defer { partCount += 1 }
            return partCount
        }
        self.partCount = Int(partCount)
    }

    /// Number of a component among those that reach a seam; -1 where it does not.
    func part(_ label: Int) -> Int32 { parts[label] }
}
