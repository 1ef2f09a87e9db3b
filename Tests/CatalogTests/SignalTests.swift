import Catalog
import Segmentation
import Testing

@Suite("Signals of objects") struct SignalTests {
    private func signals(_ text: String, bands: String = "bands: {R: red, N: nir}") throws -> [ObjectSignal] {
        let rules = """
                define:
                  ndvi: (N - R)/(N + R)
                  wide: mean_within(ndvi, 3 px) - limit
                  ratio: SR + 1
                thresholds:
                  limit: {of: NDVI, choose: fixed, otherwise: 0.3}
                assign:
                  - {class: canopy, when: ndvi > limit}
                  - {class: soil}
            """
        let yaml = catalog(bands: bands, rules: rules, tail: "objects: {class: canopy, signal: \(text)}")
        return try #require(try Catalog(yaml: yaml, file: "field.yaml").objects).signals
    }

    @Test("are numbers of define, bands and indices, in the order of the catalog")
    func names() throws {
        #expect(try signals("ndvi").map(\.name) == ["ndvi"])
        #expect(try signals("[wide, N, R]").map(\.formula) == [.name("wide"), .name("N"), .name("R")])
        // Used by a definition or a threshold: it has been defined for them.
        let used = try signals("[SR, NDVI]")
        #expect(used.map(\.formula) == [.name("SR"), .name("NDVI")] && used.allSatisfy { $0.index == nil })
    }

    @Test("An index that no rule uses comes with its formula, and is told only where objects are counted")
    func unusedIndex() throws {
        let signal = try #require(try signals("DVI").first)
        #expect(signal.formula == .arithmetic(.subtract, .name("N"), .name("R")))
        #expect(signal.index?.name == "DVI" && signal.index?.formula == "N - R")
        // The catalog's own symbols.
        let other = try #require(try signals("DVI", bands: "bands: {R: red, N: nir, N2: nir_2}").first)
        #expect(other.formula == signal.formula)
        let read = try Catalog(yaml: catalog(tail: "objects: {class: soil, signal: DVI}"), file: "field.yaml")
        #expect(read.indices(counting: false).isEmpty && read.indices(counting: true).map(\.name) == ["DVI"])
    }

    static let mistakes = [
        Mistake(
            catalog(tail: "objects: {class: soil, signal: ndwi}"),
            "field.yaml:14: objects: signal: there is no number 'ndwi'; did you mean 'ndvi'?"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: [R, brightness]}"),
            "field.yaml:14: objects: signal: there is no number 'brightness'; the catalog has ndvi, R, N"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: EVI}"),
            "field.yaml:14: objects: signal: EVI needs the band symbol B; add it to bands: B: blue"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: N - R}"),
            "field.yaml:14: objects: signal: 'N - R' is no name; give the formula a name in 'define', and write that name "
                + "here"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: [N, N]}"),
            "field.yaml:14: objects: signal names 'N' twice; remove one"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: [ndvi, NDVI]}"),
            "field.yaml:14: objects: signal: 'ndvi' and 'NDVI' differ only in case, and columns of a table may not; keep "
                + "one, or define the other by another name"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: []}"),
            "field.yaml:14: objects: signal is empty; name a number, for example 'signal: R'"),
        Mistake(
            catalog(tail: "objects: {class: soil, signal: {N: R}}"),
            "field.yaml:14: objects: signal is a mapping; it has to be text, in quotes where it begins with [ or {"),
        Mistake(
            catalog(
                rules: """
                        define: {near: "max_within(N > 3, 2 px)"}
                        assign: [{class: soil}]
                    """, tail: "objects: {class: soil, signal: near}"),
            "field.yaml:11: objects: signal: 'near' is a condition; name a number"),
        Mistake(
            catalog(
                rules: """
                        thresholds: {limit: {of: NDVI, choose: fixed, otherwise: 0.3}}
                        assign: [{class: soil}]
                    """, tail: "objects: {class: soil, signal: limit}"),
            "field.yaml:11: objects: signal: 'limit' is a threshold, the same for every pixel; name a number that differs, "
                + "for example 'NDVI'"),
    ]

    @Test(arguments: mistakes) func isNamed(_ mistake: Mistake) {
        #expect(message(of: mistake.yaml) == mistake.message)
    }
}
