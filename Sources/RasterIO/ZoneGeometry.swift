import CGDAL

/// A ring in map coordinates, as OGR gives it: the last point repeats the first.
struct MapRing {
    var xs: [Double]
    var ys: [Double]
}

/// A polygon in map coordinates: the outer ring first.
struct MapPolygon {
    var rings: [MapRing]
}

/// The areas of one feature, valid and flat, in the coordinates of the file.
struct ZoneGeometry {
    /// What had to be done to it.
    enum Change: Hashable {
        /// Heights or measures were dropped.
        case flattened
        /// Arcs became straight pieces.
        case linearised
        /// Parts that are no areas were left out.
        case reduced
        /// It was not valid, for this reason.
        case repaired(String)
    }

    private(set) var polygons: [MapPolygon] = []
    private(set) var changes: [Change] = []
    /// Why there is no area.
    private(set) var problem: String?
    /// False for points and lines.
    private(set) var isArea = true

    /// Takes the areas out of a feature's geometry; nil where it has none.
    init?(of feature: borrowing OwnedFeature) {
        guard let given = unsafe OGR_F_GetGeometryRef(feature.handle) else { return nil }
        guard let flat = unsafe flattened(given) else {
            problem = "its geometry cannot be read"
            return
        }
        let dimension = unsafe OGR_G_GetDimension(flat.handle)
        let isCollection = unsafe OGR_GT_Flatten(OGR_G_GetGeometryType(flat.handle)) == wkbGeometryCollection
        guard dimension == 2 || isCollection else {
            isArea = false
            return
        }
        guard unsafe OGR_G_IsEmpty(flat.handle) == 0 else { return }
        unsafe collect(flat.handle)
        guard polygons.allSatisfy({ $0.rings.allSatisfy(\.isFinite) }) else {
            polygons = []
            problem = "it has coordinates that are no numbers"
            return
        }
        if isCollection, polygons.isEmpty { isArea = false } else { repair(flat) }
    }

    /// Straight edges and two coordinates.
    private mutating func flattened(_ given: OGRGeometryH) -> OwnedGeometry? {
        var copy: OwnedGeometry?
        if unsafe OGR_G_HasCurveGeometry(given, 1) != 0 {
            changes.append(.linearised)
            copy = unsafe OwnedGeometry(owning: OGR_G_GetLinearGeometry(given, 0, nil))
        } else {
            copy = unsafe OwnedGeometry(owning: OGR_G_Clone(given))
        }
        guard let copy else { return nil }
        if unsafe OGR_G_Is3D(copy.handle) != 0 || OGR_G_IsMeasured(copy.handle) != 0 {
            if unsafe OGR_G_IsMeasured(copy.handle) != 0 || Self.hasHeights(copy.handle) { changes.append(.flattened) }
            unsafe OGR_G_FlattenTo2D(copy.handle)
        }
        return copy
    }

    /// KML has heights always, mostly of 0: they are not worth a word.
    private static func hasHeights(_ geometry: OGRGeometryH) -> Bool {
        var envelope = OGREnvelope3D()
        unsafe OGR_G_GetEnvelope3D(geometry, &envelope)
        return envelope.MinZ != 0 || envelope.MaxZ != 0
    }

    /// Puts a valid geometry in place of one that is not.
    private mutating func repair(_ geometry: borrowing OwnedGeometry) {
        let reason: String? = GDALMessages.during { log in
            unsafe OGR_G_IsValid(geometry.handle) != 0 ? nil : log.remarks.first ?? log.summary(otherwise: "invalid")
        }
        guard let reason else { return }
        changes.append(.repaired(reason))
        polygons = []
        guard let valid = Self.valid(geometry) else {
            problem = "its geometry is not valid (\(reason)) and cannot be repaired"
            return
        }
        unsafe collect(valid.handle)
    }

    /// What the rings enclose. The older method takes areas that two parts share for holes, so it comes second.
    private static func valid(_ geometry: borrowing OwnedGeometry) -> OwnedGeometry? {
        GDALMessages.during { _ in
            let options = unsafe CSLSetNameValue(nil, "METHOD", "STRUCTURE")
            defer { unsafe CSLDestroy(options) }
            if let valid = unsafe OwnedGeometry(owning: OGR_G_MakeValidEx(geometry.handle, options)) { return valid }
            return unsafe OwnedGeometry(owning: OGR_G_MakeValid(geometry.handle))
        }
    }

    /// All polygons of a geometry, however nested.
    static func polygons(of geometry: OGRGeometryH) -> [MapPolygon] {
        var all = ZoneGeometry()
        unsafe all.collect(geometry)
        return all.polygons
    }

    private init() {}

    /// Takes in all polygons of a geometry, however nested.
    private mutating func collect(_ geometry: OGRGeometryH) {
        let type = unsafe OGR_GT_Flatten(OGR_G_GetGeometryType(geometry))
        if type == wkbPolygon || type == wkbTriangle {
            let rings = unsafe (0..<OGR_G_GetGeometryCount(geometry)).compactMap { index in
                unsafe OGR_G_GetGeometryRef(geometry, index).map { unsafe MapRing($0) }
            }
            if let outer = rings.first, outer.xs.count > 3 { polygons.append(MapPolygon(rings: rings)) }
            return
        }
        let parts = unsafe OGR_G_GetGeometryCount(geometry)
        if parts == 0, unsafe OGR_G_IsEmpty(geometry) == 0, !changes.contains(.reduced) { changes.append(.reduced) }
        for index in 0..<parts {
            if let part = unsafe OGR_G_GetGeometryRef(geometry, index) { unsafe collect(part) }
        }
    }
}

extension MapRing {
    /// The points of an OGR ring.
    fileprivate init(_ ring: OGRGeometryH) {
        let count = unsafe Int(OGR_G_GetPointCount(ring))
        xs = [Double](repeating: 0, count: count)
        ys = xs
        let step = Int32(MemoryLayout<Double>.stride)
        _ = unsafe OGR_G_GetPoints(ring, &xs, step, &ys, step, nil, 0)
    }

    fileprivate var isFinite: Bool { xs.allSatisfy(\.isFinite) && ys.allSatisfy(\.isFinite) }
}
