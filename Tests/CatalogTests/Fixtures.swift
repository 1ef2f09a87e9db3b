import Catalog

/// A catalog that uses every key of this version.
let disease = """
    quadrat: 1
    name: disease
    title: Discoloured canopy (candidate disease), RGB
    bands: {R: red, G: green, B: 3}       # symbols -> roles or numbers
    classes:
      1: {name: soil,        color: "#b89b72"}
      2: {name: healthy,     color: "#2e8b57"}
      3: {name: discoloured}
    method:
      rules:
        define:
          green_excess: (2*G - R - B)/(R + G + B)
          redness: (R - G)/(R + G)
          canopy: green_excess > 0.1 or max(redness, 0) >= 0.2
        assign:
          - {class: discoloured, when: "redness > 0.04 and canopy"}
          - {class: healthy,     when: "green_excess > 0.1"}
          - {class: soil}
    ratios:
      - {name: discoloured_percent_of_canopy, of: [discoloured], over: [healthy, discoloured]}

    """

/// A catalog with the given parts: two bands, two classes, two rules where nothing else is said.
func catalog(
    head: String = "quadrat: 1\nname: field", bands: String = "bands: {R: red, N: nir}",
    classes: String = "classes:\n  1: {name: soil}\n  2: {name: canopy}",
    rules: String = """
        define:
          ndvi: (N - R)/(N + R)
        assign:
          - {class: canopy, when: ndvi > 0.3}
          - {class: soil}
    """, tail: String = ""
) -> String {
    [head, bands, classes, "method:\n  rules:\n\(rules)", tail].joined(separator: "\n")
}

/// The same with other definitions and conditions, in lines 9 and 11.
func catalog(define: String = "ndvi: (N - R)/(N + R)", assign: String) -> String {
    catalog(rules: "    define:\n      \(define)\n    assign:\n\(assign)")
}

/// What the reader says of a text; "accepted" where it says nothing.
func message(of yaml: String) -> String {
    do throws(CatalogError) {
        _ = try Catalog(yaml: yaml, file: "field.yaml")
        return "accepted"
    } catch {
        return error.description
    }
}
