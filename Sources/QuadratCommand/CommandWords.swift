/// The words of the command line, before they are parsed.
enum CommandWords {
    /// What is wrong with a word of one dash and several letters; nil where there is none.
    ///
    /// No option is written so. The parser would take such a word for several options of one letter each: one with an h in
    /// it, a file's name for example, would print the help as if it had been asked for.
    static func problem(of words: some Sequence<String>) -> String? {
        let options = words.prefix { $0 != "--" }
        guard let word = options.first(where: { $0.count > 2 && $0.hasPrefix("-") && !$0.hasPrefix("--") }) else {
            return nil
        }
        return "'\(word)' is no option; if it is the name of a file, write ./\(word), or write it after --"
    }
}
