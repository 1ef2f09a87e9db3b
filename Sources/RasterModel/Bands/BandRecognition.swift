/// Tells what the bands of a file measure, from what the file says of them: names, wavelengths, colour flags, and, where
/// nothing is said at all, the order. Nothing is guessed from a name that may mean several things.
package struct BandRecognition: Sendable, Hashable {
    /// One per band, in their order. A role stands at most once.
    package let identities: [BandIdentity]
    /// The instrument, where the file names it or numbers its bands as only it does.
    package let sensor: SensorFacts.Sensor?

    /// Recognises the bands of one file.
    package init(_ bands: [BandFacts], sensor facts: SensorFacts = SensorFacts()) {
        let readings = bands.map(BandReading.init)
        let context = BandContext(readings, sensor: facts)
        var identities = readings.map { context.identify($0) }
        for role in BandRole.allCases { Self.resolve(role, &identities, readings) }
        sensor = context.sensor?.sensor
        let placed = sensor == nil ? Self.byPosition(readings, identities) : nil
        self.identities = placed ?? identities
    }

    /// Leaves a role to one band: names and wavelengths before colour flags, then the nearest wavelength, then the one
    /// plain name. Where none of these decides, no band has the role.
    private static func resolve(_ role: BandRole, _ identities: inout [BandIdentity], _ readings: [BandReading]) {
        let rivals = identities.indices.filter { identities[$0].role == role }
        guard rivals.count > 1 else { return }
        let told = rivals.filter { identities[$0].evidence != .colour }
        let chosen = choose(role, among: told.isEmpty ? rivals : told, readings)
        let numbers = rivals.map { String(identities[$0].number) }.joined(separator: " and ")
        for rival in rivals where rival != chosen {
            identities[rival].role = nil
            identities[rival].alsoServes = []
            identities[rival].disputedRole = chosen == nil ? role : nil
            identities[rival].reason +=
                chosen.map { ", but band \(identities[$0].number) is \(role.rawValue) rather" }
                ?? ", but bands \(numbers) are both said to be \(role.rawValue)"
            // Two near infrared bands, for example: the other one may be the narrow one.
            guard chosen != nil, let wavelength = readings[rival].wavelength,
                let own = SpectralRange.role(at: wavelength), !identities.contains(where: { $0.role == own })
            else { continue }
            identities[rival].role = own
            identities[rival].reason += ", and \(BandReading.text(wavelength)) is \(own.rawValue)"
        }
    }

    private static func choose(_ role: BandRole, among rivals: [Int], _ readings: [BandReading]) -> Int? {
        // Of several alpha bands the first counts, as everywhere.
        if rivals.count == 1 || role == .alpha { return rivals[0] }
        let distances = rivals.compactMap { rival in
            readings[rival].wavelength.flatMap { SpectralRange.distance(of: $0, from: role) }
        }
        if distances.count == rivals.count, let nearest = distances.min() {
            let best = zip(rivals, distances).filter { $0.1 == nearest }
            return best.count == 1 ? best[0].0 : nil
        }
        // "Green" beside "Green-531".
        let plain = rivals.filter { readings[$0].wavelength == nil && readings[$0].name != nil }
        return plain.count == 1 ? plain[0] : nil
    }

    /// Red, green, blue and near infrared in this order, where there are three or four bands of whole numbers besides
    /// alpha, and nothing is said of any of them.
    private static func byPosition(_ readings: [BandReading], _ identities: [BandIdentity]) -> [BandIdentity]? {
        let plain = identities.indices.filter { identities[$0].role != .alpha }
        let types = Set(plain.map { readings[$0].facts.type })
        guard (3...4).contains(plain.count), types == [.uint8] || types == [.uint16],
            plain.allSatisfy({ readings[$0].saysNothing })
        else { return nil }
        var placed = identities
        for (index, role) in zip(plain, [BandRole.red, .green, .blue, .nir]) {
            placed[index].role = role
            placed[index].evidence = .position
            placed[index].reason = "taken by position: the file says nothing of its bands"
        }
        return placed
    }
}
