/// Which of a block's components reach a seam, and so are fragments of what may go on in another block.
struct BorderIndex {
    private let fragments: [Int32]
    /// The components that reach a seam, ascending: the label of each fragment.
    private let labels: [Int]

    /// - Parameter count: number of components.
    init(_ count: Int, reachesSeam: (Int) -> Bool) {
        var labels: [Int] = []
        fragments = (0..<count).map { label in
            guard reachesSeam(label) else { return -1 }
            labels.append(label)
            return Int32(labels.count - 1)
        }
        self.labels = labels
    }

    /// Number of a component among those that reach a seam; -1 where it does not.
    func fragment(of label: Int) -> Int32 { fragments[label] }

    /// What `transform` makes of each component that reaches a seam.
    func map<Fragment>(_ transform: (_ label: Int) -> Fragment) -> [Fragment] { labels.map(transform) }
}
