import Testing

/// A text and what the reader has to say of it, to the letter.
struct Mistake: Sendable, CustomTestStringConvertible {
    var yaml: String
    var message: String

    init(_ yaml: String, _ message: String) {
        self.yaml = yaml
        self.message = message
    }

    var testDescription: String { message }
}

@Suite struct CatalogMistakeTests {
    @Test(arguments: keys + values) func isNamed(_ mistake: Mistake) {
        #expect(message(of: mistake.yaml) == mistake.message)
    }

    @Test(arguments: yaml) func isNamedThoughItIsNoYAML(_ mistake: Mistake) {
        #expect(message(of: mistake.yaml) == mistake.message)
    }

    @Test(arguments: rules) func isNamedInRules(_ mistake: Mistake) {
        #expect(message(of: mistake.yaml) == mistake.message)
    }

    static let keys = [
        Mistake("", "field.yaml:1: the catalog is empty; it begins with 'quadrat: 1'"),
        Mistake("# nothing\n", "field.yaml:1: the catalog is empty; it begins with 'quadrat: 1'"),
        Mistake("- a", "field.yaml:1: the catalog is a list; it has to be a mapping of 'key: value'"),
        Mistake("name: a", "field.yaml:1: 'quadrat' is missing; add 'quadrat: 1'"),
        Mistake("quadrat: 2\nnew: 1", "field.yaml:1: quadrat is '2', and this version reads only 'quadrat: 1'"),
        Mistake("quadrat: 1", "field.yaml:1: 'name' is missing; add 'name: vegetation'"),
        Mistake(
            catalog(tail: "colour: 3"),
            "field.yaml:14: unknown key 'colour'; known here: quadrat name title "
                + "bands made_for ground_sample_distance notes classes method clean objects ratios"),
        Mistake(
            catalog(tail: "made_for: photograph"),
            "field.yaml:14: made_for is 'photograph'; did you mean 'photographs'?"),
        Mistake(
            catalog(tail: "made_for: maps"),
            "field.yaml:14: made_for is 'maps'; write 'photographs', or leave it out"),
        Mistake(
            catalog(tail: "notes: [{above: 1 m}]"),
            "field.yaml:14: unknown key 'above' in note 1; "
                + "known here: pixels_above text"),
        Mistake(
            catalog(tail: "notes: [{pixels_above: 3 px, text: mixed}]"),
            "field.yaml:14: note 1: pixels_above is '3 px'; give it on the ground: 1 m"),
        Mistake(
            catalog(tail: "notes: [{pixels_above: 1 m}]"),
            "field.yaml:14: 'text' is missing in note 1; add 'text: mixed pixels'"),
        Mistake(catalog(tail: "ratos: []"), "field.yaml:14: unknown key 'ratos'; did you mean 'ratios'?"),
        Mistake(
            catalog(tail: "clean: [{sieve: 3 px}]"),
            "field.yaml:14: clean step 1: sieve is '3 px'; write an area with a unit (px2 m2 cm2 ha), above 0 and without exponent, for example 50 cm2"
        ),
        Mistake(
            catalog(tail: "clean: [{fill: 2 px2}, {majority: 3 px}]"),
            "field.yaml:14: clean step 2: majority comes after fill; steps that need whole patches (fill, sieve, keep) come "
                + "last: move majority before them"),
        Mistake(
            catalog(tail: "objects: {split: components}"),
            "field.yaml:14: 'class' is missing in objects; add 'class: soil'"),
        Mistake(
            catalog(tail: "objects: {class: soil, split: blobs}"),
            "field.yaml:14: 'objects: split: blobs' is not supported yet by this version; write 'split: components'"),
        Mistake(
            catalog(tail: "objects: {class: canopy, diameter: 2 m}"),
            "field.yaml:14: 'objects: diameter' is not supported yet by this version; remove it"),
        Mistake(
            "quadrat: 1\nname: a\nbands: {R: red}\nclasses: {1: {name: soil}}\nmethod: {onnx: {model: a.onnx}}",
            "field.yaml:5: 'method: onnx' is not supported yet by this version; remove it"),
        Mistake(
            "quadrat: 1\nname: a\nbands: {R: red}\nclasses: {1: {name: soil}}\nmethod:\n  assign: []",
            "field.yaml:6: unknown key 'assign' in method; it belongs to method.rules"),
        Mistake(
            "quadrat: 1\nname: a\nbands: {R: red}\nclasses: {1: {name: soil}}\nmethod: {}",
            "field.yaml:5: 'rules' is missing in method; add 'rules: {assign: [{class: soil}]}'"),
        Mistake(
            "quadrat: 1\nname: a\nbands: {R: red}\nclasses: {1: {name: soil}}\nmethod: rules",
            "field.yaml:5: method is text; it has to be a mapping of 'key: value'"),
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil, colour: \"#000000\"}"),
            "field.yaml:5: unknown key 'colour' in class 1; did you mean 'color'?"),
        Mistake(
            catalog(head: "quadrat: 1\nname: a\nname: b"),
            "field.yaml:2: the key 'name' is there more than once; keep one"),
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil}\n  \"1\": {name: canopy}"),
            "field.yaml:5: the key '1' is there more than once; keep one"),
    ]

    static let values = [
        Mistake(
            catalog(head: "quadrat: 1\nname: my field"),
            "field.yaml:2: the name 'my field' cannot name a folder; use at most 64 letters a-z, digits, - _ and . "
                + "(not - or . at the beginning)"),
        Mistake(
            catalog(head: "quadrat: 1\nname: ../up"),
            "field.yaml:2: the name '../up' cannot name a folder; use at most 64 letters a-z, digits, - _ and . "
                + "(not - or . at the beginning)"),
        Mistake(catalog(head: "quadrat: 1\nname: a\ntitle:"), "field.yaml:3: title is empty; write a value"),
        Mistake(
            catalog(head: "quadrat: 1\nname: a\ntitle: \"a\\nb\""),
            "field.yaml:3: title has a line break or control character; it has to be one line of text"),
        Mistake(
            catalog(bands: "bands: [red, nir]"),
            "field.yaml:3: bands is a list; it has to be a mapping of symbols and roles: {R: red, G: green}"),
        Mistake(
            catalog(bands: "bands: {R: Red, N: nir}"),
            "field.yaml:3: bands: R is 'Red', which is no band role; did you mean 'red'?"),
        Mistake(
            catalog(bands: "bands: {R: red, N: red_egde_1}"),
            "field.yaml:3: bands: N is 'red_egde_1', which is no band role; did you mean 'red_edge_1'?"),
        Mistake(
            catalog(bands: "bands: {R: red, N: infrared}"),
            "field.yaml:3: bands: N is 'infrared', which is no band role; use a band number or one of coastal blue "
                + "green yellow red red_edge_1 red_edge_2 red_edge_3 nir nir_2 water_vapour swir_1 swir_2 thermal_1 "
                + "thermal_2 pan alpha height"),
        Mistake(catalog(bands: "bands: {R: 0, N: 1}"), "field.yaml:3: bands: R is 0; bands are numbered 1...65535"),
        Mistake(catalog(bands: "bands: {R: red, N: red}"), "field.yaml:3: 'R' and 'N' are both red; keep one"),
        Mistake(
            catalog(bands: "bands: {R: red, 2N: nir}"),
            "field.yaml:3: the band symbol '2N' is not a name; use at most 64 letters a-z, digits and _, a letter first"
        ),
        Mistake(
            catalog(bands: "bands: {R: red, max: nir}"),
            "field.yaml:3: the band symbol 'max' is a word of the formula language; choose another"),
        Mistake(
            catalog(classes: "classes:\n  0: {name: soil}"),
            "field.yaml:5: the class value '0' is not 1...255; write '1: {name: soil}'"),
        Mistake(
            catalog(classes: "classes:\n  256: {name: soil}"),
            "field.yaml:5: the class value '256' is not 1...255; write '1: {name: soil}'"),
        Mistake(
            catalog(classes: "classes:\n  soil: {color: \"#000000\"}"),
            "field.yaml:5: the class value 'soil' is not 1...255; write '1: {name: soil}'"),
        Mistake(
            catalog(classes: "classes:\n  1: soil"),
            "field.yaml:5: class 1 is text; it has to be a mapping of name and color: {name: soil}"),
        Mistake(
            catalog(classes: "classes:\n  1: {name:soil}"),
            "field.yaml:5: 'name:soil' has no space after the colon; write 'name: soil'"),
        Mistake(
            catalog(head: "quadrat: 1\nname: a\nground_sample_distance: [1 cm, 10 cm]"),
            "field.yaml:3: ground_sample_distance is a list; write 'low .. high'"),
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil}\n  2: {name: soil}"),
            "field.yaml:6: two classes are called 'soil'; rename one"),
        Mistake(
            catalog(classes: "classes:\n  1:\n    name: soil\n    color: #b89b72"),
            "field.yaml:7: class 1: color is empty; quote the colour: \"#b89b72\""),
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil, color: brown}"),
            "field.yaml:5: class 1: color is 'brown'; write six hexadecimal digits: \"#b89b72\""),
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil, color: \"#+12345\"}"),
            "field.yaml:5: class 1: color is '#+12345'; write six hexadecimal digits: \"#b89b72\""),
        Mistake(
            catalog(tail: "ratios:\n  - {name: a, of: canopy, over: [soil]}"),
            "field.yaml:15: ratio 1: of is text; it has to be a list: [soil]"),
        Mistake(
            catalog(tail: "ratios:\n  - {name: a, of: [cannopy], over: [soil]}"),
            "field.yaml:15: ratio 1: of: there is no class 'cannopy'; did you mean 'canopy'?"),
        Mistake(
            catalog(tail: "ratios:\n  - {name: a, of: [soil], over: [soil, soil]}"),
            "field.yaml:15: ratio 1: over names 'soil' twice; remove one"),
        Mistake(
            catalog(tail: "ratios:\n  - {name: a, of: [soil], over: []}"),
            "field.yaml:15: ratio 1: over is empty; name a class: [soil]"),
    ]

    static let yaml = [
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil, color: #b89b72}\n  2: {name: canopy}"),
            "field.yaml:5: YAML takes #b89b72 for a comment; quote the colour: \"#b89b72\""),
        Mistake(
            catalog(define: "ndvi: *N - R", assign: "      - {class: soil}"),
            "field.yaml:10: YAML takes '*N' for an alias, and catalogs have none; "
                + "quote a formula or text that begins with *"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: *ndvi > 0.3}\n      - {class: soil}"),
            "field.yaml:12: YAML takes '*ndvi' for an alias, and catalogs have none; "
                + "quote a formula or text that begins with *"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: **2}\n      - {class: soil}"),
            "field.yaml:12: YAML takes '**2' for an alias, and catalogs have none; "
                + "quote a formula or text that begins with *"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: !dry}\n      - {class: soil}"),
            "field.yaml:12: YAML takes '!dry' for a tag, and catalogs have none; "
                + "quote a text that begins with !, and write 'not' in formulas"),
        Mistake(
            catalog(head: "quadrat: 1\nname: &n field"),
            "field.yaml:2: YAML takes '&n' for an anchor, and catalogs have none; quote a text that begins with &"),
        Mistake(
            catalog(head: "quadrat: 1\nname: &n field\ntitle: *n"),
            "field.yaml:3: YAML takes '*n' for an alias, and catalogs have none; "
                + "quote a formula or text that begins with *"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: min(N, R) > 3}\n      - {class: soil}"),
            "field.yaml:12: 'assign rule 1: when' ends at the comma, because it is inside {}; quote the formula"),
        Mistake(
            catalog(rules: "    define: {low: min(N, R)}\n    assign: [{class: soil}]"),
            "field.yaml:9: 'define: low' ends at the comma, because it is inside {}; quote the formula"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: N > 0,3}\n      - {class: soil}"),
            "field.yaml:12: 'assign rule 1: when' ends at the comma, because it is inside {}; write numbers with a "
                + "decimal point"),
        Mistake(
            catalog(head: "quadrat: 1\nname: a\ntitle: Canopy: green"),
            "field.yaml:3: a second ': ' in this line; quote the text that contains it, or mend the indentation"),
        Mistake(
            catalog(classes: "classes:\n\t1: {name: soil}"),
            "field.yaml:5: a tab in the indentation; YAML indents with spaces"),
        Mistake(
            catalog(head: "quadrat: 1\nname: \"field"),
            "field.yaml:2: the quote at column 7 is not closed; add the missing quote"),
        Mistake(
            catalog(bands: "bands: {R: red, N: nir"),
            "field.yaml:3: the '{' at column 8 is not closed, or a comma is missing after it"),
        Mistake(
            catalog(
                assign: "      - {class: canopy, when: \"N > 3}\n      - {class: canopy, when: \"R > 3\"}\n"
                    + "      - {class: soil}"),
            "field.yaml:12: a quote in this line is not closed; add the missing quote"),
        Mistake(
            catalog(classes: "classes:\n  1: {name: soil}\n 2: {name: canopy}"),
            "field.yaml:6: this line begins at column 2, where no line above it does; keys that belong together begin at "
                + "one column"),
        Mistake(
            catalog(head: "quadrat: 1\nname:field"),
            "field.yaml:2: a key without value; write 'key: value', with a space after the ':'"),
        Mistake(
            catalog(head: "quadrat: 1\nname: a\ntitle: @home"),
            "field.yaml:3: YAML has another use for '@' at the beginning of a value; quote the text"),
        Mistake(
            catalog(head: "quadrat: 1\nname: !!int 5"),
            "field.yaml:2: YAML takes 'tag:yaml.org,2002:int' for a tag, and catalogs have none; "
                + "quote a text that begins with !, and write 'not' in formulas"),
        Mistake(
            catalog(tail: "---\nquadrat: 1"), "field.yaml:14: a second YAML document begins; one file, one catalog"),
        Mistake(
            catalog(head: "quadrat: 1\nname: a\u{7}b"),
            "field.yaml:2: not readable as YAML: control characters are not allowed"),
        Mistake(catalog(head: "quadrat: 1\n? [a]\n: b"), "field.yaml:2: a key is a list; write 'key: value'"),
    ]

    static let rules = [
        Mistake(
            catalog(rules: "    assign:\n      - {class: canopy, when: R > 3}"),
            "field.yaml:9: what should the remaining pixels be? end assign with '- {class: soil}', "
                + "or write 'rest: unobserved' beside it"),
        Mistake(
            catalog(rules: "    assign: []"),
            "field.yaml:9: what should the remaining pixels be? end assign with '- {class: soil}', "
                + "or write 'rest: unobserved' beside it"),
        Mistake(
            catalog(rules: "    assign:\n      - {class: canopy, when: R > 3}\n    rest: soil"),
            "field.yaml:11: method.rules: rest is 'soil'; write 'rest: unobserved', or end assign with '- {class: soil}'"
        ),
        Mistake(
            catalog(rules: "    assign:\n      - {class: canopy}\n    rest: unobserved"),
            "field.yaml:11: the last rule of assign has no 'when', so nothing is left for 'rest: unobserved'; "
                + "remove one of them"),
        Mistake(
            catalog(rules: "    assign: []\n    rest: unobserved"),
            "field.yaml:10: assign is empty; add '- {class: soil}'"),
        Mistake(
            catalog(tail: "rest: unobserved"), "field.yaml:14: unknown key 'rest'; it belongs to method.rules"),
        Mistake(
            catalog(rules: "    assign: {class: soil}"),
            "field.yaml:9: assign is a mapping; it has to be a list: - {class: soil}"),
        Mistake(
            catalog(rules: "    define: {}"),
            "field.yaml:9: 'assign' is missing in method.rules; add "
                + "'assign: [{class: soil}]'"),
        Mistake(
            catalog(assign: "      - {class: soil}\n      - {class: canopy, when: R > 3}"),
            "field.yaml:13: assign rule 1 has no 'when', so rule 2 can never be reached; "
                + "move the rule without 'when' to the end"),
        Mistake(
            catalog(assign: "      - {class: tree, when: R > 3}\n      - {class: soil}"),
            "field.yaml:12: assign rule 1: there is no class 'tree'; the classes are soil, canopy"),
        Mistake(
            catalog(assign: "      - {class: canopi, when: R > 3}\n      - {class: soil}"),
            "field.yaml:12: assign rule 1: there is no class 'canopi'; did you mean 'canopy'?"),
        Mistake(
            catalog(assign: "      - {when: R > 3}\n      - {class: soil}"),
            "field.yaml:12: 'class' is missing in assign rule 1; add 'class: soil'"),
        Mistake(
            catalog(assign: "      - {class: canopy, if: R > 3}\n      - {class: soil}"),
            "field.yaml:12: unknown key 'if' in assign rule 1; known here: class when"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: }\n      - {class: soil}"),
            "field.yaml:12: assign rule 1: when is empty; quote the formula: \"...\""),
        Mistake(
            catalog(define: "ndvi: # (N - R)/(N + R)", assign: "      - {class: soil}"),
            "field.yaml:10: define ndvi is empty; quote the formula: \"...\""),
        Mistake(
            catalog(define: "ndvi: [N, R]", assign: "      - {class: soil}"),
            "field.yaml:10: define ndvi is a list; it has to be text, in quotes where it begins with [ or {"),
        Mistake(
            catalog(define: "N: R/2", assign: "      - {class: soil}"),
            "field.yaml:10: the definition 'N' is already a band symbol or a threshold; choose another name"),
        Mistake(
            catalog(define: "and: R/2", assign: "      - {class: soil}"),
            "field.yaml:10: the definition 'and' is a word of the formula language; choose another"),
        Mistake(
            catalog(define: "n-r: N - R", assign: "      - {class: soil}"),
            "field.yaml:10: the definition 'n-r' is not a name; "
                + "use at most 64 letters a-z, digits and _, a letter first"),
        Mistake(
            catalog(define: "ndvi: (NIR - R)/(NIR + R)", assign: "      - {class: soil}"),
            "field.yaml:10: define ndvi: unknown name 'NIR' at column 2 of '(NIR - R)/(NIR + R)'; "
                + "declare it in bands or define it above"),
        Mistake(
            catalog(define: "wet: 1 - dry\n      dry: N/R", assign: "      - {class: soil}"),
            "field.yaml:10: define wet: 'dry' is not defined yet at column 5 of '1 - dry'; "
                + "a formula can use only definitions above it"),
        Mistake(
            catalog(define: "dry: dry + 1", assign: "      - {class: soil}"),
            "field.yaml:10: define dry: 'dry' is not defined yet at column 1 of 'dry + 1'; "
                + "a formula can use only definitions above it"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: 0.1 < ndvi < 0.3}\n      - {class: soil}"),
            "field.yaml:12: assign rule 1: when: a comparison of a comparison at column 12 of '0.1 < ndvi < 0.3'; "
                + "write 0.1 < ndvi and ndvi < 0.3"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: ndvi}\n      - {class: soil}"),
            "field.yaml:12: assign rule 1: when: 'ndvi' is a number where 'when' needs a condition at column 1 of "
                + "'ndvi'; compare it, for example ndvi > 0"),
        Mistake(
            catalog(assign: "      - {class: canopy, when: yes}\n      - {class: soil}"),
            "field.yaml:12: assign rule 1: when: unknown name 'yes' at column 1 of 'yes'; write a condition; a rule that "
                + "always holds has no 'when'"),
        Mistake(
            catalog(define: "low: \"clamp(N, 1)\"", assign: "      - {class: soil}"),
            "field.yaml:10: define low: 'clamp' with 2 values at column 1 of 'clamp(N, 1)'; "
                + "it takes 3: clamp(x, low, high)"),
    ]
}
