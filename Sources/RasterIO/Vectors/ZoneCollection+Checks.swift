package import RasterModel

extension ZoneCollection {
    /// The collection with notes on names that repeat and on zones that miss the raster, if not all do.
    func checked(on grid: RasterGrid) -> ZoneCollection {
        var checked = self
        let zones = zones
        if let name = Self.firstRepeated(zones.map(\.id)) {
            checked.notes.append("\(path): several zones are called '\(name)'; their figures are kept apart")
        }
        let raster = PixelBounds(grid.size)
        let placed = zones.filter { !$0.polygons.isEmpty }
        let missing = placed.filter { !$0.bounds.overlaps(raster) }
        if missing.count < placed.count { checked.misplaced = nil }
        if missing.count < placed.count, !missing.isEmpty {
            let names = missing.prefix(20).map(\.id).joined(separator: ", ") + (missing.count > 20 ? ", ..." : "")
            checked.notes.append(
                "\(path): \(missing.count == 1 ? "1 zone does" : "\(missing.count) zones do") not touch the raster: \(names)"
            )
        }
        return checked
    }

    private static func firstRepeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }
}

extension ZoneCollection {
    /// Why nothing can be found in the zones; nil where one of them meets the raster.
    package var refusal: RasterError? {
        misplaced.map { line in
            // Those that the raster's CRS has no place for do not lie on it either.
            let placed = zones.count { !$0.polygons.isEmpty || $0.problem != nil }
            return RasterError(
                "place", path,
                reason: (placed == 1 ? "its zone does not lie" : "none of its \(placed) zones lies")
                    + " on the raster: " + line)
        }
    }
}
