/// Which pixels around a pixel are its neighbours.
package enum Neighbours: Int, Hashable, Sendable {
    /// Those that share a side with it.
    case four = 4
    /// Those that share a side or a corner with it.
    case eight = 8
}
