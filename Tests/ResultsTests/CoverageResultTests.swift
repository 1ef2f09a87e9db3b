import TestSupport
import Testing

@testable import Results

@Suite("Results as values")
struct CoverageResultTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    /// The message of reading a coverage document after a change of its text; nil where it is taken.
    private func refusal(replacing old: String, by new: String) throws -> String? {
        let text = Samples.coverage.json.text
        #expect(text.contains(old))
        let json = try parse(text.replacing(old, with: new, maxReplacements: 1))
        do { _ = try CoverageResult(json: json) } catch { return error.description }
        return nil
    }

    @Test("What was written is read as the same value, and written again as the same bytes")
    func coverage() throws {
        let text = Samples.coverage.json.text
        let read = try CoverageResult(json: try parse(text))
        #expect(read == Samples.coverage)
        #expect(read.json.text == text)
    }

    @Test("Without areas, zones and objects too")
    func bare() throws {
        for objects in [nil, Samples.objects(Samples.figures(2, unit: .pixels), nil)] {
            let coverage = Samples.coverage(hasAreas: false, zones: [], objects: objects)
            #expect(try CoverageResult(json: try parse(coverage.json.text)) == coverage)
        }
    }

    @Test("Written zone by zone it is the same text", arguments: [0, 1, 1000])
    func pieces(count: Int) throws {
        let coverage = Samples.coverage(zones: (0..<count).map { Samples.zone("zone \($0)") })
        var bytes: [UInt8] = []
        try coverage.write { bytes += $0 }
        #expect(String(decoding: bytes, as: UTF8.self) == coverage.json.text)
    }

    @Test("Keys that are not known are left alone")
    func further() throws {
        #expect(try refusal(replacing: "\"pixels\": {", by: "\"more\": [{}], \"pixels\": {\"new\": 1, ") == nil)
    }

    @Test(
        "What is missing or of another kind is named with where it stands",
        arguments: [
            ("\"catalog\":", "\"katalog\":", "catalog: is missing"),
            ("\"catalog\": \"farm\"", "\"catalog\": 5", "catalog: is no text"),
            ("\"total\": 12,", "\"total\": 12.5,", "pixels.total: is no whole number"),
            ("\"id\": \"zwei\"", "\"id\": null", "zones[1].id: is no text"),
            ("\"value\": 7", "\"value\": \"7\"", "zones[0].classes[0].value: is no whole number"),
            ("\"median\": 2.0", "\"median\": null", "classes[0].patches.pixels.median: is no number"),
            ("\"accepted\": false", "\"accepted\": 0", "thresholds[0].accepted: is neither true nor false"),
            ("\"zones\": [", "\"zones\": 1, \"rest\": [", "zones: is no list"),
            ("quadrat/coverage/1", "quadrat/run/1", "schema: is 'quadrat/run/1', not 'quadrat/coverage/1'"),
            (
                "quadrat/coverage/1", "quadrat/coverage/2",
                "schema: is 'quadrat/coverage/2', which a later version of quadrat has written: read it with that one"
            ),
        ])
    func damage(old: String, new: String, message: String) throws {
        #expect(try refusal(replacing: old, by: new) == message)
    }

    @Test("The record of a run is read as the same value, and written again as the same bytes")
    func record() throws {
        let record = Samples.record([RunOutput(name: "mask.tif", bytes: 5, sha256: nil)])
        let read = try RunRecord(json: try parse(record.json.text))
        #expect(read == record)
        #expect(read.json.text == record.json.text)
    }

    @Test("How pixels without an observation were told is written in the words of run.json")
    func validity() throws {
        let text = """
            {
              "nodata_given": {"option": "--nodata", "values": "0", "overrules": [{"path": "a.tif", "declared": ["255"]}]},
              "nodata_where_all": [[{"band": 1, "value": "0.0"}, {"file": "b.tif", "band": 2, "value": "0.0"}]],
              "nodata_where_any": [{"file": "b.tif", "band": 2, "value": "nan"}],
              "alpha_bands": [{"file": "b.tif", "band": 2}, {"band": 1}],
              "masks": [{"band": 1}, {"sources_of": {"file": "b.tif", "band": 2}}, {"reach_of": "b.tif"}]
            }

            """
        #expect(Samples.validity.json.text == text)
        #expect(try RunValidity(json: try parse(text)) == Samples.validity)
    }

    @Test("A run from before nodata could be given is read")
    func validityOfOlderRuns() throws {
        let text = #"{"nodata_where_all": [], "nodata_where_any": [], "alpha_bands": [], "masks": []}"#
        #expect(
            try RunValidity(json: try parse(text))
                == RunValidity(given: nil, whereAll: [], whereAny: [], alphaBands: [], masks: []))
    }

    @Test("Readers and methods of later versions are read as they stand, and written so")
    func laterNames() throws {
        let text = Samples.record().json.text.replacing("\"libtiff\"", with: "\"zarr\"")
            .replacing("\"minimum-error\"", with: "\"triangle\"")
        let record = try RunRecord(json: try parse(text))
        #expect(record.reader.rawValue == "zarr" && record.thresholds[0].method.rawValue == "triangle")
        #expect(record.json.text == text)
    }

    @Test("A threshold says why it was not chosen")
    func thresholds() {
        #expect(
            Samples.thresholds.map(\.warning) == [
                "threshold green stays at 0.1 (the catalog's 'otherwise'), not chosen by minimum-error: the histogram has "
                    + "one hill; all values are the same", nil, nil,
            ])
    }

    @Test("A threshold is the same Float32 after it was written and read")
    func numbers() throws {
        var random = SeededGenerator(12)
        let drawn = (0..<20_000).map { _ in Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &random)) }
        let edges: [Float] = [
            0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 0.1, 16_777_216,
        ]
        for number in edges + edges.map(\.nextUp) + drawn where number.isFinite {
            let written = ThresholdResult(
                name: "t", value: try #require(Double(number.description)), method: .otsu, isAccepted: true,
                objections: [], invalidPixels: 0, figures: nil, sensitivity: nil)
            let read = try ThresholdResult(json: try parse(written.json.text))
            // Zero has two signs, which no comparison tells apart.
            #expect(read.number == number)
        }
    }
}
