/// The words of the command line, before they are parsed.
enum CommandWords {
    /// What is wrong with a word of one dash and several letters; nil where there is none.
    ///
    /// No option is written so. The parser would take such a word for several options of one letter each: one with an h in
    /// it, a file's name for example, would print the help as if it had been asked for.
    static func problem(of words: some Sequence<String>) -> String? {
        let options = words.prefix { $0 != "--" }
        let isOdd = { (word: String) in
            word.count > 2 && word.hasPrefix("-") && !word.hasPrefix("--") && !isNumbers(word)
        }
        guard let word = options.first(where: isOdd) else { return nil }
        return "'\(word)' is no option; if it is the name of a file, write ./\(word), or write it after --"
    }

    /// True for "-9999" and "-1,-1,-1": values of an option.
    private static func isNumbers(_ word: String) -> Bool {
        word.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { Double($0) != nil }
    }
}
