/// Which of a block's components reach a seam.
struct BorderIndex {
    private let fragments: [Int32]
    /// Number of components that reach a seam.
    let count: Int

    init(_ count: Int, reachesSeam: (Int) -> Bool) {
        var next: Int32 = 0
        fragments = (0..<count).map { label in
            guard reachesSeam(label) else { return -1 }
            defer { next += 1 }
            return next
        }
        self.count = Int(next)
    }

    /// Number of a component among those that reach a seam; -1 where it does not.
    func fragment(of label: Int) -> Int32 { fragments[label] }
}
