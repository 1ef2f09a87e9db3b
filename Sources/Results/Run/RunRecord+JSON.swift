import Foundation

extension RunRecord {
    /// Reads what `json` gives; keys that this version does not know are left out.
    ///
    /// - Throws: what is missing or of another kind, and where.
    package init(json: JSONValue) throws(JSONError) {
        let fields = try JSONFields(json)
        try fields.check(schema: Self.schema)
        let pixelSize = try fields.optional("pixel_size_m") { json throws(JSONError) in
            try json.items(Double.init(json:))
        }
        let steps = try fields.members("seconds", Double.init(json:)).map { RunStep(name: $0.key, seconds: $0.value) }
        self.init(
            quadrat: try fields.text("quadrat"), gdal: try fields.text("gdal"),
            command: try fields.list("command", String.init(json:)),
            started: try fields.value("started", Self.time(json:)),
            finished: try fields.value("finished", Self.time(json:)),
            catalog: try fields.value("catalog", RunCatalog.init(json:)),
            inputs: try fields.list("inputs", RunInput.init(json:)),
            bands: try fields.list("bands", RunBand.init(json:)),
            indices: try fields.list("indices", RunIndex.init(json:)),
            validity: try fields.value("validity", RunValidity.init(json:)),
            reader: Reader(rawValue: try fields.text("reader")),
            tiles: try fields.value("tiles", RunTiles.init(json:)), threads: try fields.integer("threads"),
            memory: try fields.value("memory", RunMemory.init(json:)),
            within: try fields.optional("within", RunPolygons.init(json:)),
            zones: try fields.optional("zones", RunPolygons.init(json:)), pixelSize: pixelSize,
            areaMethod: try fields.optionalText("area_method"),
            areaScaleDisagreement: try fields.optionalNumber("area_scale_disagreement"),
            thresholds: try fields.list("thresholds", ThresholdResult.init(json:)), steps: steps,
            spilledBytes: try fields.optionalInteger("spilled_bytes"),
            processorSeconds: try fields.number("processor_seconds"),
            identity: try fields.optional("identity", RunIdentity.init(json:)),
            resumed: try fields.optionalInteger("resumed") ?? 0,
            warnings: try fields.list("warnings", String.init(json:)),
            outputs: try fields.list("outputs", RunOutput.init(json:)),
            failedOutputs: try fields.list("failed_outputs", RunFailure.init(json:)))
    }

    /// The document.
    package var json: JSONValue {
        .members([
            "schema": .string(Self.schema), "quadrat": .string(quadrat), "gdal": .string(gdal),
            "command": .array(command.map { .string($0) }),
            "started": Self.json(started), "finished": Self.json(finished),
            "catalog": catalog.json, "inputs": .array(inputs.map(\.json)), "bands": .array(bands.map(\.json)),
            "indices": .array(indices.map(\.json)), "validity": validity.json, "reader": .string(reader.rawValue),
            "tiles": tiles.json, "threads": .integer(threads), "memory": memory.json,
            "within": within?.json ?? .null, "zones": zones?.json ?? .null,
            "pixel_size_m": pixelSize.map { .array($0.map { .number($0) }) } ?? .null,
            "area_method": .optional(areaMethod), "area_scale_disagreement": .optional(areaScaleDisagreement),
            "thresholds": .array(thresholds.map(\.json)),
            "seconds": .object(steps.map { .init(key: $0.name, value: .number($0.seconds)) }),
            "spilled_bytes": .optional(spilledBytes), "processor_seconds": .number(processorSeconds),
            "identity": identity?.json ?? .null, "resumed": .integer(resumed),
            "warnings": .array(warnings.map { .string($0) }), "outputs": .array(outputs.map(\.json)),
            "failed_outputs": .array(failedOutputs.map(\.json)),
        ])
    }

    /// ISO 8601, UTC, to the second.
    static func json(_ time: Date) -> JSONValue { .string(time.formatted(.iso8601)) }

    static func time(json: JSONValue) throws(JSONError) -> Date {
        let text = try String(json: json)
        guard let time = try? Date(text, strategy: .iso8601) else { throw JSONError("is no time in ISO 8601") }
        return time
    }
}
