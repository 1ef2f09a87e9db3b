import Catalog
import Foundation
import RasterIO
import RasterModel
import Results
import Spool

extension RunIdentity {
    /// What the results of a planned survey follow from: contents, not names or times.
    init(_ plan: SurveyPlan) {
        let request = plan.request
        var parts = [Part("raster", plan.stack.base.contentDigest)]
        for other in 0..<plan.stack.others.count {
            parts.append(Part("file \(other + 1) of --bands", plan.stack.source(of: other + 1).contentDigest))
        }
        for (number, catalog) in plan.catalogs.enumerated() {
            let text = catalog.definition.source
            let order = plan.catalogs.count > 1 ? " (number \(number + 1))" : ""
            parts.append(Part("catalog \(catalog.definition.name)\(order)", FileDigest.sum(of: text)))
            if let frozen = catalog.frozen {
                parts.append(Part("--thresholds for \(catalog.definition.name)", frozen.identity))
            }
        }
        parts += [
            Part("--zones", request.zones.map(InputFile.contentDigest(ofVectors:)) ?? ""),
            Part("--within", request.within.map(InputFile.contentDigest(ofVectors:)) ?? ""),
        ]
        parts += Self.options(request).map { Part($0.name, $0.value) }
        parts.append(Part("program", ProgramBuild.digest))
        self.init(parts)
    }

    /// Options that results depend on, as they were given.
    private static func options(_ request: SurveyRequest) -> [(name: String, value: String)] {
        let bands = request.bands.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: ",")
        return [
            ("--zones-layer", request.zonesLayer ?? ""), ("--zone-id", request.zoneID ?? ""), ("--bands", bands),
            ("--nodata", request.nodata.map { "\($0)" } ?? ""),
            ("--pixel-size", request.pixelSize.map { "\($0)" } ?? ""), ("--keep-going", "\(request.keepsGoing)"),
            ("counting", "\(request.countsObjects)"), ("--instances", "\(request.paintsObjects)"),
            ("--also", request.objectFormats.map { "\($0)" }.sorted().joined(separator: ",")),
            ("QUADRAT_READER", request.decoder ?? ""),
        ]
    }
}
