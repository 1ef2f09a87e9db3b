/// Which way an outline goes. What it surrounds lies on its left.
enum OutlineDirection: UInt8, Sendable {
    case right = 0
    case down = 1
    case left = 2
    case up = 3
}
