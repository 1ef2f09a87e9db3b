import Foundation
import RasterIO
import RasterModel
import Results
import TestSupport
import Testing
import Tiling

@testable import Survey

@Suite("Thresholds of an earlier run")
struct FrozenThresholdTests {
    private static let width = 30

    private func catalog(
        _ name: String = "plain", _ choose: String = "otsu", of: String = "A", otherwise: Double = 10,
        threshold: String = "t"
    ) -> SmallCatalog {
        SmallCatalog(
            name: name, bands: "{A: 1}",
            thresholds:
                "{\(threshold): {of: \(of), choose: \(choose), otherwise: \(otherwise), range: 0 .. 32, bins: 32}}",
            rules: [#"{class: high, when: "\#(of) > \#(threshold)"}"#, "{class: low}"])
    }

    /// Two hills, around 4 and around `upper`.
    private func hills(upper: UInt8, seed: Int) -> [UInt8] {
        var random = SeededGenerator(seed)
        return (0..<600).map { index in
            (index % 3 == 0 ? upper : 4) - 2 + UInt8.random(in: 0...2, using: &random)
                + UInt8.random(in: 0...2, using: &random)
        }
    }

    private func survey(_ samples: [UInt8], _ catalogs: [SmallCatalog]) throws -> SmallSurvey {
        try SmallSurvey(width: Self.width, [.init(.uint8(samples))], catalogs)
    }

    /// What the plan of a survey is refused with, without the folders of tests; nil where it is not.
    private func refusal(_ survey: SmallSurvey, _ runs: [String], _ others: [SmallSurvey] = []) -> String? {
        survey.request.thresholds = runs
        do { _ = try survey.plan() } catch {
            return ([survey] + others).reduce("\(error)") { $0.replacing($1.folder.path + "/", with: "") }
        }
        return nil
    }

    @Test("From its own earlier run: the same mask, one reading, and what would be chosen", arguments: [1, 7, 64])
    func own(side: Int) throws {
        let survey = try survey(hills(upper: 24, seed: 1), [catalog()])
        let first = try survey.only()
        let chosen = try #require(first.outcome.coverage.thresholds.first)
        survey.request.thresholds = [survey.folder.file("run")]
        survey.request.out = survey.folder.file("again")
        survey.request.tileSize = side
        var steps: Set<Survey.Progress.Step> = []
        let again = try survey.run { steps.insert($0.step) }[0]
        #expect(again.mask == first.mask && !steps.contains(.observing))
        let frozen = try #require(again.outcome.coverage.thresholds.first)
        #expect(frozen.method == .frozen && frozen.isAccepted && frozen.value == chosen.value)
        #expect(frozen.figures == chosen.figures && frozen.sensitivity == chosen.sensitivity)
        let source = try #require(frozen.source)
        #expect(source.path == survey.folder.file("run") && source.method == .otsu && source.isAccepted)
        #expect(source.sha256 == FileDigest.sha256(of: survey.folder.file("run/coverage.json")))
        #expect(try FinishedRun(path: again.outcome.folder).record.thresholds == again.outcome.coverage.thresholds)
    }

    @Test("On another raster it is the number written by hand, not that raster's own")
    func other() throws {
        let july = try survey(hills(upper: 24, seed: 2), [catalog()])
        let value = try #require(try july.only().outcome.coverage.thresholds.first).value
        let august = try survey(hills(upper: 14, seed: 3), [catalog()])
        let own = try august.only()
        let written = try survey(hills(upper: 14, seed: 3), [catalog("plain", "fixed", otherwise: value)]).only()
        august.request.thresholds = [july.folder.file("run/coverage.json")]
        let taken = try august.only()
        #expect(taken.mask == written.mask && taken.mask != own.mask)
        let (frozen, fixed) = (taken.outcome.coverage.thresholds[0], written.outcome.coverage.thresholds[0])
        #expect(frozen.value == fixed.value && frozen.sensitivity == fixed.sensitivity)
        #expect(frozen.figures == own.outcome.coverage.thresholds[0].figures && frozen.figures != nil)
        #expect(taken.outcome.coverage.cautions == written.outcome.coverage.cautions)
    }

    @Test("A run that fell back to the catalog's number hands that on, and it is no longer warned about")
    func fallenBack() throws {
        let bare = try survey([UInt8](repeating: 20, count: 600), [catalog()])
        #expect(try bare.only().outcome.coverage.thresholds.first?.isAccepted == false)
        let field = try survey(hills(upper: 24, seed: 4), [catalog()])
        field.request.thresholds = [bare.folder.file("run")]
        let found = try field.only()
        let threshold = try #require(found.outcome.coverage.thresholds.first)
        #expect(threshold.value == 10 && threshold.isAccepted && threshold.source?.isAccepted == false)
        #expect(threshold.warning == nil && found.outcome.warnings.isEmpty)
        // A run with frozen thresholds can be taken from as well.
        field.request.thresholds = [field.folder.file("run")]
        field.request.out = field.folder.file("next")
        #expect(try field.only().outcome.coverage.thresholds.first?.source?.method == .frozen)
    }

    @Test("What a run is resumed by holds the values, and no name of a folder")
    func identity() throws {
        let (a, b) = (
            try survey(hills(upper: 24, seed: 5), [catalog()]), try survey(hills(upper: 12, seed: 6), [catalog()])
        )
        for survey in [a, b] { _ = try survey.only() }
        let third = try survey(hills(upper: 20, seed: 7), [catalog()])
        func identity(_ runs: [String]) throws -> RunIdentity {
            third.request.thresholds = runs
            return try RunIdentity(SurveyPlan(third.request, memory: third.raster))
        }
        let (plain, fromA) = (try identity([]), try identity([a.folder.file("run")]))
        #expect(fromA.differences(from: plain) == ["--thresholds for plain"])
        #expect(try fromA.differences(from: identity([b.folder.file("run")])) == ["--thresholds for plain"])
        try FileManager.default.moveItem(atPath: a.folder.file("run"), toPath: a.folder.file("moved"))
        #expect(try fromA == identity([a.folder.file("moved/coverage.json")]))
    }

    @Test("A threshold of another formula, or one that is not there, is refused by its name")
    func mismatch() throws {
        let july = try survey(hills(upper: 24, seed: 8), [catalog("july")])
        _ = try july.only()
        let run = july.folder.file("run")
        func said(_ catalog: SmallCatalog) throws -> String? {
            refusal(try survey(hills(upper: 24, seed: 8), [catalog]), [run], [july])
        }
        #expect(try said(catalog("august")) == nil)
        #expect(
            try said(catalog("august", of: "A + 1")) == """
                --thresholds run: threshold t of catalog august is of band 1 + 1, and there of band 1; name a run of the same \
                formula, or leave --thresholds out
                """)
        #expect(
            try said(catalog("august", threshold: "u")) == """
                --thresholds run: threshold u of catalog august is missing there (it has t, of catalog july); name a run of the \
                same catalog, or leave --thresholds out
                """)
        let value = try #require(FinishedRun(path: run).coverage.thresholds.first?.number)
        #expect(
            try said(catalog("august", "fixed", otherwise: 12)) == """
                --thresholds run: threshold t of catalog august is fixed at 12.0, and was \(value) there; write \(value) into \
                the catalog, or leave --thresholds out
                """)
        #expect(try said(catalog("august", "fixed", otherwise: Double(value))) == nil)
        #expect(
            try said(SmallCatalog(name: "none"))
                == "--thresholds has nothing to do: none has no thresholds; leave it out")
    }

    @Test("A document that is damaged, or of a later version, is refused")
    func damaged() throws {
        let july = try survey(hills(upper: 24, seed: 9), [catalog()])
        _ = try july.only()
        let document = try july.text(of: "coverage.json")
        func said(_ text: String, _ name: String = "other.json") throws -> String? {
            try july.folder.write(text.utf8, to: name)
            let run = name == "other.json" ? name : "run"
            return refusal(try survey(hills(upper: 24, seed: 9), [catalog()]), [july.folder.file(run)], [july])
        }
        #expect(try said(document) == nil)
        let later = document.replacing("quadrat/coverage/1", with: "quadrat/coverage/2")
        #expect(
            try said(later)?.contains("which a later version of quadrat has written: read it with that one") == true)
        #expect(
            try said(String(document.dropLast(40)))?.hasPrefix("--thresholds: cannot read other.json: line") == true)
        #expect(try said("", "run/coverage.json")?.hasSuffix("it was changed since") == true)
        let missing = refusal(try survey(hills(upper: 24, seed: 9), [catalog()]), [july.folder.file("no")], [july])
        #expect(missing == "--thresholds: cannot read the run in no: there is no such folder")
    }

    @Test(
        "A run of an earlier version says in its catalog what its thresholds are of, and its coverage.json alone does not"
    )
    func earlier() throws {
        let july = try survey(hills(upper: 24, seed: 10), [catalog()])
        _ = try july.only()
        let new = try july.text(of: "coverage.json")
        let member = #""of": "band 1","#
        // As long as the record says.
        let old = new.replacing(member, with: String(repeating: " ", count: member.count))
        #expect(old != new)
        try july.folder.write(old.utf8, to: "old.json")
        try july.folder.write(old.utf8, to: "run/coverage.json")
        #expect(try FinishedRun(path: july.folder.file("run")).coverage.thresholds[0].formula == nil)
        #expect(
            refusal(july, [july.folder.file("old.json")])
                == "--thresholds old.json: threshold t of catalog plain is there without what it is of; name the run folder, "
                + "not its coverage.json, or leave --thresholds out")
        let other = try survey(hills(upper: 24, seed: 10), [catalog(of: "A + 1")])
        #expect(
            refusal(other, [july.folder.file("run")], [july])?.contains("is of band 1 + 1, and there of band 1;")
                == true)
        let same = try survey(hills(upper: 24, seed: 10), [catalog()])
        same.request.thresholds = [july.folder.file("run/coverage.json")]
        #expect(try same.only().outcome.coverage.thresholds[0].formula == "band 1")
    }

    @Test("Several catalogs take theirs by name, from runs or from the folder that holds them")
    func several() throws {
        let three = [catalog("a"), catalog("b", "minimum-error"), SmallCatalog(name: "c", bands: "{A: 1}")]
        let july = try survey(hills(upper: 24, seed: 11), three)
        let first = try july.run().map(\.outcome.coverage.thresholds)
        let run = july.folder.file("run")
        let august = try survey(hills(upper: 12, seed: 12), three)
        for runs in [[run], [run + "/"], [run + "/b", run + "/a"], [run + "/a/coverage.json", run + "/b"]] {
            august.request.thresholds = runs
            let found = try august.run().map(\.outcome.coverage.thresholds)
            #expect(found.map { $0.map(\.value) } == first.map { $0.map(\.value) })
            #expect(found[0].first?.source?.path == runs.first { $0.contains("/a") } ?? run + "/a")
        }
        func said(_ runs: [String]) -> String? { refusal(august, runs, [july]) }
        #expect(
            said([run + "/a"]) == """
                --thresholds names no run of catalog b, which has thresholds too; name one, or survey it by itself
                """)
        #expect(
            said([run, run + "/a"]) == """
                --thresholds names two runs of catalog a, run/a and run/a; leave one out
                """)
        #expect(said([run, run + "/c"]) == "--thresholds run/c: catalog c has no thresholds; leave that run out")
        august.request.catalogs.removeFirst()
        #expect(said([run]) == nil)
        #expect(
            said([run + "/a", run + "/b"])
                == "--thresholds run/a is a run of catalog a, which is none of this survey; leave it out")
    }
}
