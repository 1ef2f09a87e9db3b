/// A band's name, read.
struct BandName: Sendable, Hashable {
    /// What a name may say.
    enum Meaning: Sendable, Hashable {
        case role(BandRole)
        case part(BandVocabulary.Part)
        case letter(BandRole)
        case code(BandCode)
        /// A layer that no role stands for.
        case other
        /// It only counts ("Band 3"), or there is nothing but a wavelength.
        case nothing
        /// Words that mean nothing here.
        case unknown
    }

    let meaning: Meaning
    /// In nanometres, where the name holds one.
    let wavelength: Double?

    init(_ text: String) {
        var words = Self.words(of: text)
        var wavelength = Self.takeWavelength(from: &words)
        let code = Self.takeCode(from: &words)
        Self.dropNumbering(from: &words)
        let rest = words.filter { !BandVocabulary.fillers.contains($0) && ($0 == "b" || !Self.isCounting($0)) }
        if let code, rest.allSatisfy(BandVocabulary.sensorWords.contains) {
            meaning = .code(code)
        } else if rest.isEmpty {
            meaning = .nothing
        } else if let found = Self.lookUp(rest.joined()) {
            meaning = found
        } else if !BandVocabulary.otherWords.isDisjoint(with: rest) {
            meaning = .other
        } else if let (name, number) = Self.splitNumber(rest), let found = Self.lookUp(name),
            found.mayLie(at: number)
        {
            // "Red 668", "NIR-842".
            meaning = found
            wavelength = wavelength ?? number
        } else {
            meaning = .unknown
        }
        self.wavelength = wavelength
    }

    private static func lookUp(_ joined: String) -> Meaning? {
        if let role = BandVocabulary.roles[joined] { return .role(role) }
        if let part = BandVocabulary.parts[joined] { return .part(part) }
        if let role = BandVocabulary.letters[joined] { return .letter(role) }
        return BandVocabulary.others.contains(joined) || BandVocabulary.indices.contains(joined) ? .other : nil
    }

    /// Lower case words: letters, digits and points within numbers.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(text.lowercased())
        for (index, character) in characters.enumerated() {
            let isPoint =
                character == "." && word.last?.isNumber == true && index + 1 < characters.count
                && characters[index + 1].isNumber
            if character.isLetter || character.isNumber || isPoint {
                word.append(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// "560 nm", "0.56um": removed from the words.
    private static func takeWavelength(from words: inout [String]) -> Double? {
        for (index, word) in words.enumerated() {
            let digits = word.prefix { $0.isNumber || $0 == "." }
            guard let number = Double(digits) else { continue }
            let glued = String(word.dropFirst(digits.count))
            let isGlued = !glued.isEmpty
            let unit = isGlued ? glued : (index + 1 < words.count ? words[index + 1] : "")
            guard let factor = factor(of: unit) else { continue }
            words.removeSubrange(index...(isGlued ? index : index + 1))
            return number * factor
        }
        return nil
    }

    private static func factor(of unit: String) -> Double? {
        if BandVocabulary.nanometres.contains(unit) { return 1 }
        return BandVocabulary.micrometres.contains(unit) ? 1000 : nil
    }

    /// "B04", "B8A", "SR_B4": removed from the words.
    private static func takeCode(from words: inout [String]) -> BandCode? {
        // Of "band4" alone nobody knows whether it is the sensor's number or the file's.
        let isSensor = words.contains("sr")
        for (index, word) in words.enumerated() {
            guard let code = BandCode(word, mayBeLong: isSensor) else { continue }
            words.remove(at: index)
            return code
        }
        return nil
    }

    /// "Band 3", "3:", "layer2": removed, with the number.
    private static func dropNumbering(from words: inout [String]) {
        if let index = words.firstIndex(where: isCounting), index + 1 < words.count,
            Int(words[index + 1]) != nil
        {
            words.removeSubrange(index...index + 1)
        } else if let index = words.firstIndex(where: isCounter) {
            words.remove(at: index)
        } else if let first = words.first, let number = Int(first), number < 350 {
            words.removeFirst()
        }
    }

    private static func isCounting(_ word: String) -> Bool { BandVocabulary.counters.contains(word) }

    private static func isCounter(_ word: String) -> Bool {
        let letters = word.prefix { $0.isLetter }
        return letters.count < word.count && BandVocabulary.counters.contains(String(letters))
            && Int(word.dropFirst(letters.count)) != nil
    }

    /// A name that ends in a number that can be a wavelength in nanometres.
    private static func splitNumber(_ words: [String]) -> (name: String, number: Double)? {
        let joined = words.joined()
        let digits = joined.reversed().prefix { $0.isNumber }.count
        guard digits >= 3, digits < joined.count, let number = Double(joined.suffix(digits)),
            (350...13_000).contains(number)
        else { return nil }
        return (String(joined.dropLast(digits)), number)
    }
}

extension BandName.Meaning {
    /// True where a number beside the name can be its wavelength in nanometres; a year, for example, cannot.
    fileprivate func mayLie(at wavelength: Double) -> Bool {
        switch self {
        case .role(let role): SpectralRange.isSpectral(role) && SpectralRange.mayBeCalled(role, at: wavelength)
        case .letter(let role): SpectralRange.mayBeCalled(role, at: wavelength)
        case .part(.redEdge): SpectralRange.mayBeCalled(.redEdge1, at: wavelength)
        case .part: SpectralRange.role(at: wavelength).map { $0 != .blue && $0 != .green } ?? false
        case .code, .other, .nothing, .unknown: false
        }
    }
}
