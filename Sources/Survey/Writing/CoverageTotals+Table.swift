import Coverage
import Results

extension CoverageTotals {
    /// Totals of a table or a zone.
    init(_ totals: CoverageTable.Totals<Value>) {
        self.init(
            total: totals.total, valid: totals.valid, nodata: totals.nodata, unobserved: totals.unobserved,
            outside: totals.outside)
    }
}
