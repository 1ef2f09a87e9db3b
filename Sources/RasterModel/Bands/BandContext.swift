/// What the bands of a file say together: some names mean something only beside the others.
struct BandContext {
    /// The instrument, and what tells it.
    let sensor: (sensor: SensorFacts.Sensor, reason: String)?
    private let redEdges: Int
    private let thermals: Int
    private let hasNearInfrared: Bool
    private let hasLetters: Bool

    init(_ readings: [BandReading], sensor facts: SensorFacts) {
        sensor = facts.sensor ?? Self.numberedSensor(readings)
        redEdges = readings.count(where: \.isRedEdge)
        thermals = readings.count(where: \.isThermal)
        hasNearInfrared = readings.contains(where: \.isNearInfrared)
        let letters = readings.compactMap { reading -> BandRole? in
            guard case .letter(let role) = reading.meaning else { return nil }
            return role
        }
        hasLetters = Set(letters).count > 1
    }

    /// Sentinel-2, where the bands are numbered as only its products number them: with zeros, or with an 8A.
    private static func numberedSensor(_ readings: [BandReading]) -> (SensorFacts.Sensor, String)? {
        let codes = readings.compactMap { reading -> BandCode? in
            guard case .code(let code) = reading.meaning else { return nil }
            return code
        }
        guard codes.contains(where: { $0.isPadded || $0.hasLetter }),
            codes.allSatisfy({ SensorFacts.Sensor.sentinel2.band($0) != nil })
        else { return nil }
        return (.sentinel2, "the bands are numbered as its bands are")
    }

    /// What one band measures, as far as it can be told without its rivals.
    func identify(_ reading: BandReading) -> BandIdentity {
        var identity = byName(reading) ?? byWavelength(reading, clause: nil) ?? byColour(reading)
        if identity.evidence == .name || identity.evidence == .wavelength {
            identity.overruledColour = overruled(reading, by: identity)
        }
        return identity
    }

    // MARK: Names

    private func byName(_ reading: BandReading) -> BandIdentity? {
        switch reading.meaning {
        case .role(let role): return named(role, reading)
        case .part(let part): return named(part, reading)
        case .letter(let role): return hasLetters ? named(role, reading) : nil
        case .code(let code): return numbered(code, reading)
        case .other: return known(reading, nil, .name, reading.clause)
        case .nothing, .unknown: return nil
        }
    }

    private func named(_ role: BandRole, _ reading: BandReading) -> BandIdentity {
        if let wavelength = reading.wavelength, !SpectralRange.mayBeCalled(role, at: wavelength) {
            return known(
                reading, nil, .name, "\(reading.clause), and its wavelength, \(BandReading.text(wavelength)), is not")
        }
        var identity = known(reading, role, .name, reading.clause)
        if role == .nir2 { identity.alsoServes = [.nir] }
        if role == .nir, let wavelength = reading.wavelength, SpectralRange.nir2.contains(wavelength) {
            identity.alsoServes = [.nir2]
        }
        return identity
    }

    private func named(_ part: BandVocabulary.Part, _ reading: BandReading) -> BandIdentity {
        let located = byWavelength(reading, clause: reading.clause)
        switch part {
        case .redEdge where redEdges == 1 && located?.role?.isNearRedEdge != false:
            var identity = known(reading, .redEdge1, .name, "\(reading.clause), the file's only band of the red edge")
            if let located, let role = located.role {
                identity.alsoServes = (role == .redEdge1 ? [] : [role]) + located.alsoServes
            }
            return identity
        case .thermal where thermals == 1 && located == nil:
            return known(reading, .thermal1, .name, "\(reading.clause), the file's only thermal band")
        default:
            return located ?? known(reading, nil, .name, "\(reading.clause), which does not say which of them")
        }
    }

    private func numbered(_ code: BandCode, _ reading: BandReading) -> BandIdentity? {
        guard let sensor else { return nil }
        let clause = "\(reading.clause), of \(sensor.sensor.name) (\(sensor.reason))"
        guard let band = sensor.sensor.band(code) else { return known(reading, nil, .name, clause) }
        var identity = known(reading, band.role, .name, clause)
        if band.role == .nir, SpectralRange.nir2.contains(band.wavelength) { identity.alsoServes = [.nir2] }
        if band.role == .nir2 { identity.alsoServes = [.nir] }
        return identity
    }

    // MARK: Wavelengths

    /// - Parameter clause: what else is said of the band.
    private func byWavelength(_ reading: BandReading, clause: String?) -> BandIdentity? {
        guard let wavelength = reading.wavelength else { return nil }
        let text = BandReading.text(wavelength)
        let reason = clause.map { "\($0), at \(text)" } ?? "its wavelength is \(text)"
        let evidence = clause == nil ? BandIdentity.Evidence.wavelength : .name
        guard let role = SpectralRange.role(at: wavelength) else { return known(reading, nil, evidence, reason) }
        var identity = known(reading, role, evidence, reason)
        if role == .redEdge3, !hasNearInfrared {
            identity.role = .nir
            identity.alsoServes = [.redEdge3]
            identity.reason += ", the file's only near infrared band"
        } else if SpectralRange.redEdge.contains(wavelength), redEdges == 1, role != .redEdge1 {
            identity.role = .redEdge1
            identity.alsoServes = [role]
            identity.reason += ", the file's only band of the red edge"
        } else if role == .nir2 {
            identity.alsoServes = [.nir]
        }
        return identity
    }

    // MARK: Colours

    private func byColour(_ reading: BandReading) -> BandIdentity {
        let flagged = "it is flagged \(reading.facts.colour)"
        switch BandColour(reading.facts.colour) {
        case .role(let role): return known(reading, role, .colour, flagged)
        case .part(.redEdge) where redEdges == 1: return known(reading, .redEdge1, .colour, flagged)
        case .part(.thermal) where thermals == 1: return known(reading, .thermal1, .colour, flagged)
        case .part, .other: return known(reading, nil, .colour, flagged)
        case .nothing: return known(reading, nil, nil, reading.clause)
        }
    }

    /// The colour flag, where it contradicts what is known better.
    private func overruled(_ reading: BandReading, by identity: BandIdentity) -> String? {
        guard case .role(let role) = BandColour(reading.facts.colour), role != identity.role,
            !identity.alsoServes.contains(role)
        else { return nil }
        return reading.facts.colour
    }

    private func known(
        _ reading: BandReading, _ role: BandRole?, _ evidence: BandIdentity.Evidence?, _ reason: String
    ) -> BandIdentity {
        BandIdentity(
            number: reading.facts.number, role: role, evidence: evidence, reason: reason, label: reading.label)
    }
}

extension BandRole {
    /// True for what a band that is called red edge can be.
    fileprivate var isNearRedEdge: Bool { [.redEdge1, .redEdge2, .redEdge3, .nir].contains(self) }
}
