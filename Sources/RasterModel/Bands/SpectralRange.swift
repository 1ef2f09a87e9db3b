/// Which part of the spectrum each role stands for.
///
/// After the band list of Awesome Spectral Indices (bands.json: A 400-455, B 450-530, G 510-600, Y 585-625, R 620-690,
/// RE1 695-715, RE2 730-750, RE3 765-795, N 760-900, N2 850-880, WV 930-960, S1 1550-1750, S2 2080-2350 nm, T1 10.6-11.19,
/// T2 11.5-12.51 um), cut so that a wavelength has one answer: overlaps and the gaps of the red edge are halved.
enum SpectralRange {
    /// nir_2 lies inside nir.
    private static let ranges: [(role: BandRole, range: Range<Double>, centre: Double)] = [
        (.coastal, 400..<448, 443), (.blue, 448..<510, 485), (.green, 510..<585, 560), (.yellow, 585..<620, 605),
        (.red, 620..<690, 665), (.redEdge1, 690..<722.5, 705), (.redEdge2, 722.5..<757.5, 740),
        (.redEdge3, 757.5..<797.5, 783), (.nir2, 850..<880.1, 865), (.nir, 797.5..<900, 842),
        (.waterVapour, 930..<960.1, 945), (.swir1, 1550..<1750.1, 1610), (.swir2, 2080..<2350.1, 2200),
        (.thermal1, 10_400..<11_495, 10_900), (.thermal2, 11_495..<12_510.1, 12_000),
    ]

    /// Where a band may lie that a file calls by the role's name: wider, because names are loose.
    private static let nameRanges: [BandRole: ClosedRange<Double>] = [
        .coastal: 380...460, .blue: 420...530, .green: 490...600, .yellow: 560...640, .red: 580...720,
        .redEdge1: 680...800, .redEdge2: 680...800, .redEdge3: 680...800, .nir: 730...1100, .nir2: 730...1100,
        .waterVapour: 890...990, .swir1: 1500...1800, .swir2: 2000...2500, .thermal1: 8_000...13_000,
        .thermal2: 8_000...13_000,
    ]

    /// Red edge without the part that is near infrared too.
    static let redEdge = 690..<757.5
    /// Red edge and near infrared at once: red_edge_3 where there is another near infrared band, else nir.
    static let redEdgeOrNir = 757.5..<797.5
    /// Where near infrared is narrow enough for nir_2.
    static let nir2 = 850...880.0

    /// The role whose part of the spectrum holds a wavelength in nanometres.
    static func role(at wavelength: Double) -> BandRole? { ranges.first { $0.range.contains(wavelength) }?.role }

    /// True for roles that are a part of the spectrum.
    static func isSpectral(_ role: BandRole) -> Bool { nameRanges[role] != nil }

    /// True where a band of this wavelength may bear the role's name.
    static func mayBeCalled(_ role: BandRole, at wavelength: Double) -> Bool {
        nameRanges[role]?.contains(wavelength) ?? true
    }

    /// How far a wavelength is from the middle of a role.
    static func distance(of wavelength: Double, from role: BandRole) -> Double? {
        ranges.first { $0.role == role }.map { ($0.centre - wavelength).magnitude }
    }
}
