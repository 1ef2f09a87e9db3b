import Quadrat
import RasterModel
import Testing

@Suite("Roles of bands")
struct BandRoleTests {
    @Test("Callers have the roles that catalogs have, by the same names")
    func names() {
        #expect(Quadrat.BandRole.allCases.map(\.rawValue) == RasterModel.BandRole.allCases.map(\.rawValue))
    }
}
