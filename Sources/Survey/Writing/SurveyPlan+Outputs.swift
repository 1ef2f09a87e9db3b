import Results

/// Names of the files that a run folder holds beside its record.
extension SurveyPlan {
    func outputs(of catalog: CatalogPlan) -> [String] {
        let files: [RunFile] =
            [.mask, .maskCategories, .coverage, .coverageTable, .preview] + (zones == nil ? [] : [.zones])
            + (catalog.objects == nil ? [] : objectOutputs)
        return files.map(\.name)
    }

    private var objectOutputs: [RunFile] {
        [.objects] + request.objectFormats.map(\.file) + (request.paintsObjects ? [.instances] : [])
    }
}
