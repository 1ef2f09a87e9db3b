/// Counting one mask code, in loops that the compiler turns into vector instructions.
///
/// They are free of branches: a byte differs from the code where `difference | -difference` has its highest bit set.
enum CodeCounts {
    /// Adds a row's matches to `counts`, column by column, and then `counts` to `running`.
    ///
    /// After m rows `running` holds m for each match in the first row, m - 1 for the second, ... and 1 for the last;
    /// UInt8 holds that for up to `mostRows` rows.
    static func accumulate(
        _ code: UInt8, in row: Span<UInt8>, counts: inout [UInt8], running: inout [UInt8]
    ) {
        var counts = counts.mutableSpan
        var running = running.mutableSpan
        let columns = row.count
        precondition(counts.count >= columns && running.count >= columns)
        for column in 0..<columns {
            let difference = row[column] ^ code
            let count = counts[column] &+ (1 &- ((difference | (0 &- difference)) &>> 7))
            counts[column] = count
            running[column] = running[column] &+ count
        }
    }

    /// Rows that `accumulate` may add up: 1 + 2 + ... + 16 = 136.
    static let mostRows = 16

    /// Sum of `counts`, sum of `running`, and sum of `counts` times their index. At most 64 columns, the width of a cell.
    static func sums(
        counts: Span<UInt8>, running: Span<UInt8>
    ) -> (count: Int, running: Int, column: Int) {
        let columns = counts.count
        precondition(running.count == columns && columns <= 64)
        var (count, run, lever): (UInt32, UInt32, UInt32) = (0, 0, 0)
        for column in 0..<columns {
            let value = UInt32(counts[column])
            count = count &+ value
            run = run &+ UInt32(running[column])
            lever = lever &+ value &* UInt32(truncatingIfNeeded: column)
        }
        return (Int(count), Int(run), Int(lever))
    }
}
