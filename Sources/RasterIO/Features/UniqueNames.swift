/// Gives out names that differ in more than upper and lower case, as SQLite wants them.
package struct UniqueNames {
    private var taken: Set<String> = []

    /// None taken yet.
    package init() {}

    /// Keeps a name from being given out.
    package mutating func reserve(_ name: String) { taken.insert(name.lowercased()) }

    /// The name itself, or the first of name_2, name_3, ... that is free.
    package mutating func take(_ name: String) -> String {
        var free = name
        var number = 2
        while !taken.insert(free.lowercased()).inserted {
            free = "\(name)_\(number)"
            number += 1
        }
        return free
    }
}
