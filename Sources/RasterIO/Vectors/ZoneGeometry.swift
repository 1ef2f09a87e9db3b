import CGDAL

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
        /// Edges across the 180th meridian were taken the short way round.
        case unrolled
        /// It was not valid, for this reason.
        case repaired(String)
    }

    /// Why a feature has no area that can be used.
    enum Problem: Hashable {
        case unreadable
        case noNumbers
        /// For this reason.
        case beyondRepair(String)
        case outsideDomain
        case torn
    }

    /// The largest number that is taken for a coordinate; indexes of GeoPackages hold no larger ones either.
    static let largestCoordinate = 1e30

    private(set) var polygons: [MapPolygon] = []
    private(set) var changes: [Change] = []
    /// Why there is no area.
    private(set) var problem: Problem?
    /// False for points and lines.
    private(set) var isArea = true
    /// True for polygons whose corners enclose nothing.
    private(set) var isDegenerate = false

    /// Takes the areas out of a feature's geometry; nil where it has none.
    ///
    /// - Parameters:
    ///   - turn: 360 degrees in units of x; nil where x does not come back.
    ///   - partsAreKnown: false where the file says only by their direction which rings are holes (shapefiles).
    init?(of feature: borrowing OwnedFeature, turn: Double?, partsAreKnown: Bool) {
        guard let given = unsafe OGR_F_GetGeometryRef(feature.handle) else { return nil }
        guard let flat = unsafe flattened(given) else {
            problem = .unreadable
            return
        }
        let dimension = unsafe OGR_G_GetDimension(flat.handle)
        let isCollection = unsafe OGR_GT_Flatten(OGR_G_GetGeometryType(flat.handle)) == wkbGeometryCollection
        guard dimension == 2 || isCollection else {
            isArea = false
            return
        }
        guard unsafe OGR_G_IsEmpty(flat.handle) == 0 else { return }
        guard unsafe Self.hasPlace(flat.handle) else {
            problem = .noNumbers
            return
        }
        unsafe collect(flat.handle)
        if polygons.isEmpty {
            (isArea, isDegenerate) = (!isCollection, !isCollection)
            return
        }
        if let turn, layOut(turn: turn) {
            if let laidOut = Self.geometry(of: polygons) { repair(laidOut, partsAreKnown: partsAreKnown) }
        } else {
            repair(flat, partsAreKnown: partsAreKnown)
        }
        isDegenerate = polygons.isEmpty && problem == nil
    }

    /// Lays polygons out flat, so that what lies across the 180th meridian is in one piece, before anything is judged.
    ///
    /// - Returns: true where coordinates are no longer those of the file.
    private mutating func layOut(turn: Double) -> Bool {
        let layouts = polygons.indices.map { polygons[$0].layOut(turn: turn) }
        let isUnrolled = layouts.contains(where: \.isUnrolled)
        if isUnrolled {
            changes.append(.unrolled)
            // Parts may lie on each other, now that some have been moved.
            for index in polygons.indices.dropFirst() { polygons[index].move(near: polygons[0], turn: turn) }
        }
        return isUnrolled || layouts.contains(where: \.isMoved)
    }

    /// False where some coordinate is no number, or so large that it is none in earnest.
    static func hasPlace(_ geometry: OGRGeometryH) -> Bool {
        let parts = unsafe OGR_G_GetGeometryCount(geometry)
        guard parts == 0 else {
            return (0..<parts).allSatisfy { index in
                unsafe OGR_G_GetGeometryRef(geometry, index).map { unsafe hasPlace($0) } ?? true
            }
        }
        let ring = unsafe MapRing(geometry)
        return (ring.xs + ring.ys).allSatisfy { $0.magnitude < largestCoordinate }
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
        let size = unsafe OGR_G_WkbSize(copy.handle)
        unsafe OGR_G_CloseRings(copy.handle)
        if unsafe OGR_G_WkbSize(copy.handle) != size { changes.append(.repaired("a ring was not closed")) }
        return copy
    }

    /// KML has heights always, mostly of 0: they are not worth a word.
    private static func hasHeights(_ geometry: OGRGeometryH) -> Bool {
        var envelope = OGREnvelope3D()
        unsafe OGR_G_GetEnvelope3D(geometry, &envelope)
        return envelope.MinZ != 0 || envelope.MaxZ != 0
    }

    /// Puts a valid geometry in place of one that is not.
    private mutating func repair(_ geometry: borrowing OwnedGeometry, partsAreKnown: Bool) {
        guard let reason = Self.fault(of: geometry) else { return }
        changes.append(.repaired(reason))
        let given = polygons
        polygons = []
        // Mostly the rings are fine, and only in the wrong order or the wrong way round.
        let together = partsAreKnown ? nil : Self.sorted(MapPolygon(rings: given.flatMap(\.rings)))
        let parts = together ?? given.flatMap { Self.sorted($0) ?? [Self.largestFirst($0)] }
        guard let sorted = Self.geometry(of: parts) else {
            problem = .beyondRepair(reason)
            return
        }
        if Self.fault(of: sorted) == nil {
            unsafe collect(sorted.handle)
        } else if let valid = Self.valid(sorted) {
            unsafe collect(valid.handle)
        } else {
            problem = .beyondRepair(reason)
        }
    }

    /// Why a geometry is not valid; nil where it is.
    private static func fault(of geometry: borrowing OwnedGeometry) -> String? {
        GDALMessages.during { log in
            unsafe OGR_G_IsValid(geometry.handle) != 0 ? nil : log.remarks.first ?? log.summary(otherwise: "invalid")
        }
    }

    /// What a polygon's rings enclose as they lie in each other; nil where they cross each other or themselves.
    private static func sorted(_ polygon: MapPolygon) -> [MapPolygon]? {
        guard let given = geometry(of: [polygon]), fault(of: given) != nil else { return [polygon] }
        for ring in polygon.rings {
            guard let alone = geometry(of: [MapPolygon(rings: [ring])]), fault(of: alone) == nil else { return nil }
        }
        let nested = MapRing.nested(polygon.rings)
        guard let candidate = geometry(of: nested) else { return nil }
        if fault(of: candidate) == nil { return nested }
        // Rings that touch along an edge add up all the same, unlike those that cross.
        let area = nested.reduce(0) { $0 + $1.rings.dropFirst().reduce($1.rings[0].area) { $0 - $1.area } }
        guard let valid = valid(candidate), (unsafe OGR_G_Area(valid.handle) - area).magnitude <= 1e-9 * area else {
            return nil
        }
        return unsafe polygons(of: valid.handle)
    }

    /// The polygon with its largest ring for the outer one: what crosses that is a hole in it, as far as it goes.
    private static func largestFirst(_ polygon: MapPolygon) -> MapPolygon {
        let rings = polygon.rings
        let largest = rings.indices.max { rings[$0].area < rings[$1].area } ?? 0
        return MapPolygon(rings: [rings[largest]] + rings[..<largest] + rings[(largest + 1)...])
    }

    /// Polygons as OGR has them.
    private static func geometry(of polygons: [MapPolygon]) -> OwnedGeometry? {
        guard let all = unsafe OwnedGeometry(owning: OGR_G_CreateGeometry(wkbMultiPolygon)) else { return nil }
        for polygon in polygons {
            guard let shape = unsafe OGR_G_CreateGeometry(wkbPolygon) else { return nil }
            for ring in polygon.rings {
                guard let line = unsafe OGR_G_CreateGeometry(wkbLinearRing) else { continue }
                let step = Int32(MemoryLayout<Double>.stride)
                unsafe OGR_G_SetPoints(line, Int32(ring.xs.count), ring.xs, step, ring.ys, step, nil, 0)
                unsafe OGR_G_AddGeometryDirectly(shape, line)
            }
            unsafe OGR_G_AddGeometryDirectly(all.handle, shape)
        }
        return all
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
