import CGDAL

/// Owner of one OGR geometry.
@safe
struct OwnedGeometry: ~Copyable {
    let handle: OGRGeometryH

    init(owning handle: OGRGeometryH) { unsafe self.handle = unsafe handle }

    /// Takes over what OGR made; nil where it made nothing.
    init?(owning handle: OGRGeometryH?) {
        guard let handle = unsafe handle else { return nil }
        unsafe self.handle = unsafe handle
    }

    deinit { unsafe OGR_G_DestroyGeometry(handle) }
}
