/// What `method.rules` of a catalog says, checked as text but not yet compiled.
///
/// Definitions are evaluated in order and may use bands and earlier definitions. A pixel takes the class of the
/// first assignment whose condition is true. The last assignment has no condition, or what no rule decides is
/// unobserved.
package struct RuleSet: Hashable, Sendable {
    /// `name: formula`
    package struct Definition: Hashable, Sendable {
        /// The name that later formulas use.
        package var name: String
        /// Over bands and earlier definitions.
        package var formula: Expression
        /// What it gives.
        package var kind: FormulaKind

        /// A definition from its parts; that the formula gives the kind is checked by whoever builds it.
        package init(name: String, formula: Expression, kind: FormulaKind) {
            self.name = name
            self.formula = formula
            self.kind = kind
        }
    }

    /// `{class: name, when: condition}`
    package struct Assignment: Hashable, Sendable {
        /// What to write for the class, 1...253 (see `MaskCode`), or the class value of the catalog.
        package var classValue: UInt8
        /// The condition; nil for the class of all remaining pixels.
        package var condition: Expression?

        /// An assignment from its class and condition.
        package init(classValue: UInt8, condition: Expression?) {
            self.classValue = classValue
            self.condition = condition
        }
    }

    /// `name: {of: formula, choose: ...}`: a number that is the same for the whole raster.
    package struct Threshold: Hashable, Sendable {
        /// The name that formulas use.
        package var name: String
        /// What is compared with it, over bands and definitions that depend on no threshold.
        package var of: Expression
        /// How it is chosen.
        package var rule: ThresholdRule
        /// Low end of its histogram.
        package var low: Float
        /// High end of its histogram.
        package var high: Float
        /// Bins of its histogram.
        package var bins: Int

        /// A threshold from its parts; the histogram's shape has to suit `ValueHistogram`.
        package init(name: String, of: Expression, rule: ThresholdRule, low: Float, high: Float, bins: Int) {
            self.name = name
            self.of = of
            self.rule = rule
            (self.low, self.high, self.bins) = (low, high, bins)
        }

        /// True where the raster has to be read to know it.
        package var isAutomatic: Bool { rule.method != .fixed }

        /// A histogram of what it is chosen from, still empty.
        ///
        /// - Parameter frozen: the threshold that is given; nil: to be chosen.
        package func histogram(frozen: Float? = nil) -> ValueHistogram {
            ValueHistogram(low: low, high: high, bins: bins, probe: frozen ?? rule.otherwise)
        }
    }

    /// Band symbols, in the order in which the pixel planes are handed to the kernel.
    package var bands: [String]
    /// Named formulas, in the order in which they may build on each other.
    package var definitions: [Definition]
    /// Thresholds that definitions and rules may use, in the order of the catalog.
    package var thresholds: [Threshold]
    /// Rules in the order in which they are tried; pixels that none decides are unobserved.
    package var assignments: [Assignment]

    /// A rule set from its parts; names and kinds are checked by whoever builds it.
    package init(
        bands: [String], definitions: [Definition], thresholds: [Threshold] = [], assignments: [Assignment]
    ) {
        self.bands = bands
        self.definitions = definitions
        self.thresholds = thresholds
        self.assignments = assignments
    }

    /// All formulas in the order of the catalog.
    package var formulas: [Expression] {
        definitions.map(\.formula) + thresholds.map(\.of) + assignments.compactMap(\.condition)
    }
}
