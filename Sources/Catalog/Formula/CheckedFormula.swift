package import Segmentation

/// A formula that can be compiled: every name is known, every operand has the kind that its operator needs.
package struct CheckedFormula: Sendable, Hashable {
    /// The formula as a tree, at most `FormulaParser.deepest` levels deep.
    package var expression: Expression
    /// What it gives.
    package var kind: FormulaKind

    /// A checked formula.
    package init(expression: Expression, kind: FormulaKind) {
        self.expression = expression
        self.kind = kind
    }
}
