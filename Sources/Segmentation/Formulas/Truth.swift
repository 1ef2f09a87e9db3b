/// Kleene's three values, ordered so that `and` is the smaller and `or` the greater of two.
package enum Truth: UInt8, Hashable, Sendable {
    case no = 0
    case unknown = 1
    case yes = 2
}
