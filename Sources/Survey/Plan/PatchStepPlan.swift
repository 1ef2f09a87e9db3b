import Coverage
import Instances
import RasterModel
import Segmentation

/// A step of cleaning that looks at whole patches, in the measures of one raster.
struct PatchStepPlan: Sendable {
    /// What connects the pixels of a patch.
    static let neighbours = Neighbours.eight

    /// For people and the record: "sieve".
    let name: String
    /// Classes are mask codes.
    let rule: PatchRule

    /// - Parameters:
    ///   - step: its class is a mask code.
    ///   - pixelSize: of a pixel on the ground; nil will do where nothing is measured on the ground, anything else traps.
    init(_ step: PatchStep, pixelSize: GroundPixelSize?) {
        switch step {
        case .sieve(let area):
            (name, rule) = ("sieve", .sieve(below: PatchLimit(area)))
        case .fill(let area):
            (name, rule) = ("fill", .fill(below: PatchLimit(area)))
        case .keep(let code, let limits):
            (name, rule) = ("keep", .keep(code, ShapeLimits(limits, pixelSize: pixelSize)))
        }
    }

    func worker(_ frame: SweepFrame) -> PatchRemovalWorker {
        PatchRemovalWorker(rule, neighbours: Self.neighbours, raster: frame.raster, areas: frame.areas)
    }
}

extension PatchLimit {
    /// An area as a limit. Patches of whole pixels are below 2.5 px2 as they are below 3.
    init(_ area: GroundArea) {
        if let squareMetres = area.squareMetres {
            self = .area(FixedArea.units(squareMetres: squareMetres))
        } else {
            self = .pixels(Int(area.value.rounded(.up)))
        }
    }
}

extension ShapeLimits {
    init(_ limits: PatchLimits, pixelSize: GroundPixelSize?) {
        let isInPixels = limits.lengths.contains { !$0.needsPixelSize }
        let size = isInPixels ? GroundPixelSize(width: 1, height: 1) : pixelSize
        guard let size = size ?? (limits.lengths.isEmpty ? GroundPixelSize(width: 1, height: 1) : nil) else {
            preconditionFailure("unchecked length")
        }
        self.init(pixelWidth: size.width, pixelHeight: size.height)
        if let width = limits.width { self.width = Self.range(width) }
        if let length = limits.length { self.length = Self.range(length) }
        if let elongation = limits.elongation { self.elongation = elongation }
    }

    private static func range(_ lengths: PatchLimits.Lengths) -> ClosedRange<Double> {
        (lengths.low.metres ?? lengths.low.value)...(lengths.high.metres ?? lengths.high.value)
    }
}
