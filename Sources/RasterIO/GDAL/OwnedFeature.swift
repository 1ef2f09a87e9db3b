import CGDAL

/// Owner of one OGR feature.
@safe
struct OwnedFeature: ~Copyable {
    let handle: OGRFeatureH

    init?(owning handle: OGRFeatureH?) {
        guard let handle = unsafe handle else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe OGR_F_Destroy(handle) }

    var number: Int { unsafe Int(OGR_F_GetFID(handle)) }
}
