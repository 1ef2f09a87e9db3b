/// What `method.rules` of a catalog says, checked as text but not yet compiled.
///
/// Definitions are evaluated in order and may use bands and earlier definitions. A pixel takes the class of the
/// first assignment whose condition is true; the last assignment has no condition.
public struct RuleSet: Hashable, Sendable {
    /// `name: formula`
    public struct Definition: Hashable, Sendable {
        /// The name that later formulas use.
        public var name: String
        /// A number or a condition, over bands and earlier definitions.
        public var formula: Expression

        /// A definition from its name and formula.
        public init(name: String, formula: Expression) {
            self.name = name
            self.formula = formula
        }
    }

    /// `{class: name, when: condition}`
    public struct Assignment: Hashable, Sendable {
        /// What to write for the class, 1...253 (see `MaskCode`), or the class value of the catalog.
        public var classValue: UInt8
        /// The condition; nil for the class of all remaining pixels.
        public var condition: Expression?

        /// An assignment from its class and condition.
        public init(classValue: UInt8, condition: Expression?) {
            self.classValue = classValue
            self.condition = condition
        }
    }

    /// Band symbols, in the order in which the pixel planes are handed to the kernel.
    public var bands: [String]
    /// Named formulas, in the order in which they may build on each other.
    public var definitions: [Definition]
    /// Rules in the order in which they are tried.
    public var assignments: [Assignment]

    /// A rule set from its parts; names and kinds are checked by whoever builds it.
    public init(bands: [String], definitions: [Definition], assignments: [Assignment]) {
        self.bands = bands
        self.definitions = definitions
        self.assignments = assignments
    }
}
