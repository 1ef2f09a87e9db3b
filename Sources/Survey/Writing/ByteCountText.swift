/// Amounts of bytes as people read them.
enum ByteCountText {
    /// In kB up to one MB, then in MB.
    static func short(_ bytes: Int) -> String {
        bytes < 1_000_000 ? "\((bytes + 999) / 1000) kB" : "\((bytes + 500_000) / 1_000_000) MB"
    }
}
