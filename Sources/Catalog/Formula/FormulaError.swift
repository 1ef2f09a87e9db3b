import RasterModel

/// A mistake in a formula.
package struct FormulaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The whole formula.
    package var formula: String
    /// Characters (Unicode scalars) before the mistake, plus 1.
    package var column: Int
    /// What is wrong.
    package var problem: String
    /// What would put it right.
    package var remedy: String

    /// A mistake at a column, counted from 1.
    package init(formula: String, column: Int, problem: String, remedy: String) {
        self.formula = formula
        self.column = column
        self.problem = problem
        self.remedy = remedy
    }

    /// One line: problem, column, formula (of a long one the part around the column), remedy.
    package var description: String {
        "\(problem) at column \(column) of \(excerpt); \(remedy)"
    }

    private var excerpt: String {
        let scalars = Array(formula.unicodeScalars)
        guard scalars.count > 80 else { return "'\(formula.onOneLine)'" }
        let end = min(scalars.count, max(column + 30, 80))
        let start = max(0, end - 80)
        var part = String.UnicodeScalarView()
        part.append(contentsOf: scalars[start..<end])
        let shown = String(part).onOneLine
        return "'\(start > 0 ? "..." : "")\(shown)\(end < scalars.count ? "..." : "")'"
    }
}
