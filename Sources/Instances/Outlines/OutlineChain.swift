/// An open piece of an outline between two seams.
struct OutlineChain: Sendable {
    var start: OutlineEnd
    var end: OutlineEnd
    /// Where its turns are among those of the block.
    var turns: Range<Int>
    var owner: OutlineOwner
}
