import Catalog

/// Bytes as formulas, one a line: two definitions, a condition. A catalog is put around them.
enum RulesTarget {
    static func test(_ bytes: [UInt8]) {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        guard lines.count == 3, bytes.allSatisfy({ (32..<127).contains($0) || $0 == UInt8(ascii: "\n") }) else {
            return
        }
        let formulas = lines.map { String(decoding: $0, as: UTF8.self) }
        let yaml = """
            quadrat: 1
            name: rules
            bands: {A: 1, B: 2, C: 3}
            classes:
              1: {name: one}
              2: {name: other}
            method:
              rules:
                define:
                  x: |-
                    \(formulas[0])
                  y: |-
                    \(formulas[1])
                assign:
                  - class: one
                    when: |-
                      \(formulas[2].replacing("\n", with: " "))
                  - class: other
            """
        guard let catalog = try? Catalog(yaml: yaml, file: "rules.yaml") else { return }
        Trial.run(catalog)
    }
}
