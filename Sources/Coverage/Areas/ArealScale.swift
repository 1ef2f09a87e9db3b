import Foundation

/// True area per planar area at positions of a CRS: m2 on the ellipsoid per squared CRS unit.
struct ArealScale {
    /// Where the scale comes from.
    enum Source {
        /// M N cos(phi), times the square of the radians in one CRS unit.
        case latitude(radiansPerUnit: Double)
        /// M N / (R cosh(y/R))^2, `radius` in CRS units.
        case webMercator(radius: Double)
        /// Differences of the inverse projection over one of the reaches and twice that (CRS units) along both axes: the
        /// first at which they say what the scale is, near the edge of the projection's domain a shorter one.
        case stencil(reaches: [Double], inverse: InverseProjectionFunction)
    }

    let source: Source
    let area: EllipsoidArea

    /// The scale at each position; NaN where it is not known.
    func values(at points: [(x: Double, y: Double)]) throws -> [Double] {
        switch source {
        case .latitude(let radians):
            return points.map { area.areaElement(latitude: $0.y * radians) * radians * radians }
        case .webMercator(let radius):
            return points.map { point in
                let stretch = radius * cosh(point.y / radius)
                return area.curvatureProduct(sine: tanh(point.y / radius)) / (stretch * stretch)
            }
        case .stencil(let reaches, let inverse):
            let values = try stencils(at: points, reaches: reaches, inverse: inverse)
            return try continued(values, to: points, reaches: reaches, inverse: inverse)
        }
    }

    /// Scales by the first reach that says one; NaN where none does.
    private func stencils(
        at points: [(x: Double, y: Double)], reaches: [Double], inverse: InverseProjectionFunction
    ) throws -> [Double] {
        var values = [Double](repeating: .nan, count: points.count)
        var open = Array(points.indices)
        for reach in reaches where !open.isEmpty {
            let found = try stencils(at: open.map { points[$0] }, reach: reach, inverse: inverse)
            for (place, value) in zip(open, found) { values[place] = value }
            // Shorter ones are of use only within the domain.
            let isInside = reach == reaches.first ? try inverse(open.map { points[$0] }).map { $0 != nil } : []
            open = open.indices.filter { !found[$0].isFinite && (isInside.isEmpty || isInside[$0]) }.map { open[$0] }
        }
        return values
    }

    /// Largest second difference, in scales, from which the scale is continued to the edge of the domain.
    private static let mostSecondDifference = 1e-5

    /// Gives points inside the domain, but nearer to its edge than any stencil reaches, what three points in a line further
    /// inside say.
    private func continued(
        _ values: [Double], to points: [(x: Double, y: Double)], reaches: [Double], inverse: InverseProjectionFunction
    ) throws -> [Double] {
        let open = values.indices.filter { !values[$0].isFinite }
        guard !open.isEmpty, let step = reaches.first else { return values }
        let isInside = try inverse(open.map { points[$0] })
        var values = values
        for (place, index) in open.enumerated() where isInside[place] != nil {
            for (right, up) in [(-step, 0), (step, 0), (0, -step), (0, step)] where !values[index].isFinite {
                let line = (1...3).map { (points[index].x + Double($0) * right, points[index].y + Double($0) * up) }
                let found = try stencils(at: line, reaches: reaches, inverse: inverse)
                let bend = (found[0] - 2 * found[1] + found[2]).magnitude
                if bend <= Self.mostSecondDifference * found[0] {
                    values[index] = 3 * found[0] - 3 * found[1] + found[2]
                }
            }
        }
        return values
    }

    /// Positions of a stencil relative to its centre, in multiples of `reach`: centre, four along x, four along y.
    private static let offsets: [(x: Double, y: Double)] = [
        (0, 0), (-2, 0), (-1, 0), (1, 0), (2, 0), (0, -2), (0, -1), (0, 1), (0, 2),
    ]

    private func stencils(
        at points: [(x: Double, y: Double)], reach: Double, inverse: InverseProjectionFunction
    ) throws -> [Double] {
        let offsets = Self.offsets
        var positions: [(x: Double, y: Double)] = []
        positions.reserveCapacity(points.count * offsets.count)
        for point in points {
            for offset in offsets {
                positions.append((point.x + offset.x * reach, point.y + offset.y * reach))
            }
        }
        let places = try inverse(positions)
        precondition(places.count == positions.count, "an inverse projection answers every position")
        return points.indices.map { index in
            scale(of: places[index * offsets.count..<(index + 1) * offsets.count], reach: reach)
        }
    }

    /// The scale from the nine places of one stencil.
    ///
    /// The places are taken as normals u of the ellipsoid: u . (du/dx x du/dy) is the Jacobian from planar area to
    /// steradians of normals, which M N turns into m2. Unlike longitude and latitude, normals are smooth at the poles
    /// and at the 180th meridian. Derivatives are central differences of fourth order.
    private func scale(of places: ArraySlice<(longitude: Double, latitude: Double)?>, reach: Double) -> Double {
        var normals: [SIMD3<Double>] = []
        normals.reserveCapacity(places.count)
        for place in places {
            guard let place, place.longitude.isFinite, place.latitude.isFinite else { return .nan }
            let (longitude, latitude) = place
            let cosine = cos(latitude)
            normals.append(SIMD3(cosine * cos(longitude), cosine * sin(longitude), sin(latitude)))
        }
        let unit = 1 / (12 * reach)
        let alongX = (8 * (normals[3] - normals[2]) - (normals[4] - normals[1])) * unit
        let alongY = (8 * (normals[7] - normals[6]) - (normals[8] - normals[5])) * unit
        // Where both reaches see something else, the edge is near and the projection bends too much for this one.
        let bendX = (2 * (normals[3] - normals[2]) - (normals[4] - normals[1])) * unit
        let bendY = (2 * (normals[7] - normals[6]) - (normals[8] - normals[5])) * unit
        guard Self.length(bendX) <= Self.mostBend * Self.length(alongX),
            Self.length(bendY) <= Self.mostBend * Self.length(alongY)
        else { return .nan }
        let jacobian = (normals[0] * Self.cross(alongX, alongY)).sum()
        return area.curvatureProduct(sine: normals[0].z) * jacobian.magnitude
    }

    /// Share of a derivative by which its two estimates may differ: what is left out then is the square of it, about.
    private static let mostBend = 1e-4

    private static func length(_ a: SIMD3<Double>) -> Double { (a * a).sum().squareRoot() }

    private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    }
}
