/// The name that a person probably meant, or nil where none is close enough to be worth saying.
///
/// About one slip (a wrong, missing, extra or swapped letter) is forgiven for every four letters; case does not count.
/// Of equally near names the first wins.
func nearestName(to name: String, among names: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased())
    // Nobody mistypes a name of this length, and the distance costs the product of both lengths.
    guard wanted.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names where candidate.utf8.count <= 256 {
        let letters = Array(candidate.lowercased())
        let distance = editDistance(wanted, letters)
        guard distance <= max(wanted.count, letters.count) / 4, distance < best?.distance ?? .max else { continue }
        best = (candidate, distance)
    }
    return best?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other
/// (optimal string alignment).
func editDistance(_ first: [Character], _ second: [Character]) -> Int {
    var beforeLast = [Int]()
    var last = Array(0...second.count)
    for (row, letter) in first.enumerated() {
        var current = [row + 1]
        for (column, other) in second.enumerated() {
            var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
            if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                cost = min(cost, beforeLast[column - 1] + 1)
            }
            current.append(cost)
        }
        (beforeLast, last) = (last, current)
    }
    return last[second.count]
}
