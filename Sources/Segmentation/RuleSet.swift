/// What `method.rules` of a catalog says, checked as text but not yet compiled.
///
/// Definitions are evaluated in order and may use bands and earlier definitions. A pixel takes the class of the
/// first assignment whose condition is true; the last assignment has no condition.
public struct RuleSet: Hashable, Sendable {
    /// `name: formula`
    public struct Definition: Hashable, Sendable {
        public var name: String
        public var formula: Expression

        public init(name: String, formula: Expression) {
            self.name = name
            self.formula = formula
        }
    }

    /// `{class: name, when: condition}`
    public struct Assignment: Hashable, Sendable {
        /// The class value of the catalog, 1...253 (see `MaskCode`).
        public var classValue: UInt8
        /// The condition; nil for the class of all remaining pixels.
        public var condition: Expression?

        public init(classValue: UInt8, condition: Expression?) {
            self.classValue = classValue
            self.condition = condition
        }
    }

    /// Band symbols, in the order in which the pixel planes are handed to the kernel.
    public var bands: [String]
    public var definitions: [Definition]
    public var assignments: [Assignment]

    public init(bands: [String], definitions: [Definition], assignments: [Assignment]) {
        self.bands = bands
        self.definitions = definitions
        self.assignments = assignments
    }
}
