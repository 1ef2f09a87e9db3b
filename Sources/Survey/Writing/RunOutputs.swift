/// Names of the files that a run folder holds beside its record.
extension SurveyPlan {
    func outputs(of catalog: CatalogPlan) -> [String] {
        ["mask.tif", "mask.tif.aux.xml", "coverage.json", "coverage.csv", "preview.png"]
            + (zones == nil ? [] : ["zones.gpkg"]) + (catalog.objects == nil ? [] : objectOutputs)
    }

    private var objectOutputs: [String] {
        ["objects.gpkg"] + request.objectFormats.map(\.fileName) + (request.paintsObjects ? ["instances.tif"] : [])
    }
}
