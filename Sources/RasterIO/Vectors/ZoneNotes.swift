/// Collects what the user should know of a layer: one line for each kind of thing, with the zones' names.
struct ZoneNotes {
    /// What may happen to a zone.
    enum Kind: Int, Comparable {
        case repaired, linearised, flattened, reduced, unrolled, empty, noArea
        case unreadable, noNumbers, outsideDomain, torn

        static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
    }

    private let path: String
    private let layer: String
    private var said: [String] = []
    private var ids: [Kind: [String]] = [:]
    private var counts: [Kind: Int] = [:]
    private static let mostNames = 20

    init(path: String, layer: String) {
        self.path = path
        self.layer = layer
    }

    mutating func add(_ line: String) { said.append("\(path), layer '\(layer)': \(line)") }

    mutating func count(_ kind: Kind, id: String) {
        if ids[kind]?.last == id { return }
        counts[kind, default: 0] += 1
        if ids[kind, default: []].count < Self.mostNames { ids[kind, default: []].append(id) }
    }

    mutating func add(_ change: ZoneGeometry.Change, id: String) {
        switch change {
        case .flattened: count(.flattened, id: id)
        case .linearised: count(.linearised, id: id)
        case .reduced: count(.reduced, id: id)
        case .unrolled: count(.unrolled, id: id)
        case .repaired(let reason): count(.repaired, id: "\(id) (\(reason))")
        }
    }

    /// Why a zone has no figures, in words for its entry.
    mutating func add(_ problem: ZoneGeometry.Problem, id: String) -> String {
        switch problem {
        case .unreadable:
            count(.unreadable, id: id)
            return "its geometry cannot be read"
        case .noNumbers:
            count(.noNumbers, id: id)
            return "it has coordinates that are no numbers"
        case .beyondRepair(let reason):
            add("zone \(id): its geometry is not valid (\(reason)) and cannot be repaired; it has no figures")
            return "its geometry is not valid (\(reason)) and cannot be repaired"
        case .outsideDomain:
            count(.outsideDomain, id: id)
            return "it reaches beyond what the raster's coordinate reference system can show"
        case .torn:
            count(.torn, id: id)
            return "its edges cannot be drawn in the raster's coordinate reference system"
        }
    }

    /// Everything, in a fixed order.
    var lines: [String] {
        said
            + counts.keys.sorted().map { kind in
                let names = (ids[kind] ?? []).joined(separator: ", ")
                let more = (counts[kind] ?? 0) > Self.mostNames ? ", ..." : ""
                return "\(path), layer '\(layer)': \(counts[kind] ?? 0) \(Self.text(kind)): \(names)\(more)"
            }
    }

    private static func text(_ kind: Kind) -> String {
        switch kind {
        case .repaired: "invalid geometries were repaired"
        case .linearised: "with arcs, which were made straight pieces"
        case .flattened: "with heights or measures, which were dropped"
        case .reduced: "with points or lines beside polygons, which were left out"
        case .unrolled: "across the 180th meridian, taken the short way round"
        case .empty: "without any area"
        case .noArea: "points or lines, left out"
        case .unreadable: "without figures, because their geometries cannot be read"
        case .noNumbers: "without figures, because they have coordinates that are no numbers"
        case .outsideDomain:
            "without figures, because they reach beyond what the raster's coordinate reference system can show"
        case .torn:
            "without figures, because their edges cannot be drawn in the raster's coordinate reference system"
        }
    }
}
