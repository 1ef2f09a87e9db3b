/// One quantity over all pixels of a raster or zone, and over each kind of them: total = valid + nodata + unobserved +
/// outside.
public struct CoverageTotals<Value: Sendable & Hashable>: Sendable, Hashable {
    /// Everything.
    public let total: Value
    /// What has a class.
    public let valid: Value
    /// What the file says is no observation.
    public let nodata: Value
    /// What is present but could not be read or judged.
    public let unobserved: Value
    /// What was not asked for; of a zone also what lies beyond the raster.
    public let outside: Value

    package init(total: Value, valid: Value, nodata: Value, unobserved: Value, outside: Value) {
        self.total = total
        self.valid = valid
        self.nodata = nodata
        self.unobserved = unobserved
        self.outside = outside
    }

    init(_ fields: JSONFields, _ read: (JSONFields, String) throws(JSONError) -> Value) throws(JSONError) {
        total = try read(fields, "total")
        valid = try read(fields, "valid")
        nodata = try read(fields, "nodata")
        unobserved = try read(fields, "unobserved")
        outside = try read(fields, "outside")
    }

    /// The kinds of pixels by name as tables have them: what has a class first, everything last.
    public var named: [(name: String, value: Value)] {
        [
            ("valid", valid), ("nodata", nodata), ("unobserved", unobserved), ("outside", outside), ("total", total),
        ]
    }

    /// In the order of the files.
    func members(_ json: (Value) -> JSONValue) -> [JSONValue.Member] {
        [
            .init(key: "total", value: json(total)), .init(key: "valid", value: json(valid)),
            .init(key: "nodata", value: json(nodata)), .init(key: "unobserved", value: json(unobserved)),
            .init(key: "outside", value: json(outside)),
        ]
    }
}

extension CoverageTotals<Double?> {
    /// Areas of a raster that has none.
    package static var unknown: CoverageTotals {
        CoverageTotals(total: nil, valid: nil, nodata: nil, unobserved: nil, outside: nil)
    }
}
