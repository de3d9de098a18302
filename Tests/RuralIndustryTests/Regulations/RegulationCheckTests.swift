import RuralIndustry
import Testing

@Suite("Checking a regulation file")
struct RegulationCheckTests {
    private static let minimal = #"""
        {"id": "x", "criteria": [{"id": "a", "max": "10"}],
         "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}]}}
        """#

    @Test("id, criteria and a pipeline are enough for a tally on files, not for keeping the regulation")
    func minimal() throws {
        let layer = try Judging.layer(Self.minimal)
        let rules = try Regulation.resolve([layer])
        #expect(rules.scoring.display == 2)
        #expect(rules.scoring.rankWithin == .round)
        #expect(rules.criteria[0].weight.description == "1")
        #expect(rules.criteria[0].name == "a")
        #expect(
            layer.missingForStoring.compactMap(\.place.pointer) == [
                "/title", "/legal_basis", "/valid_from", "/levels", "/groups",
            ])
    }

    private struct Misread: Error {}

    @Test("every key of the format is understood")
    func wholeFormat() throws {
        let rules = try Regulation.resolve([
            Judging.layer(
                #"""
                {"id": "whole", "title": "Quy tắc thử", "extends": null, "territory": "19", "legal_basis": ["1/2026/QĐ-UBND"],
                 "valid_from": "2026-01-01", "valid_to": "2027-01-01", "locked": ["criteria", "scoring.step"],
                 "levels": [{"id": "provincial", "council_sizes": [7, 9], "certificate_valid_years": 4,
                   "requires": {"any_of": ["commune"], "unless": null}}],
                 "groups": [{"id": "food", "name": "Thực phẩm"}],
                 "criteria": [{"id": "a", "name": "Tiêu chí A", "max": "10", "weight": "2.5"}],
                 "rubrics": {"food": [{"criterion": "a", "children": [
                   {"id": "a1", "name": "Phần một", "max": "4"}, {"id": "a2", "max": "6"}]}]},
                 "stages": [{"id": "dossier", "name": "Vòng hồ sơ"}, {"id": "final"}], "result_stage": "final",
                 "scoring": {"pipeline": [{"mean": "judges", "trim": [1, 2], "round": 2}, {"weight": "criteria", "round": 3},
                   {"sum": "criteria", "round": 0}], "eligible_at_least": "70", "step": "0.25", "display": 3,
                   "rank_within": "group", "ties": ["criterion:a", "draw"],
                   "quorum": {"judges_per_entry": 3, "members_present": "2/3"}},
                 "classes": ["A", {"id": "b", "name": "Hạng B"}],
                 "complaint": {"file_working_days": 15, "answer_working_days": null}}
                """#)
        ])
        #expect(rules.territory == "19")
        #expect(rules.validity.to?.iso == "2027-01-01")
        let steps = rules.scoring.pipeline.steps
        guard case .mean(let trim, round: 2) = steps[0] else { throw Misread() }
        #expect([trim.lowest, trim.highest] == [1, 2])
        #expect(Array(steps.dropFirst()) == [.weight(round: 3), .sum(round: 0)])
        #expect(rules.scoring.ties == [.criterion("a"), .draw])
        #expect(rules.scoring.rankWithin == .group)
        #expect(rules.scoring.quorum.judgesPerEntry == 3)
        #expect(rules.scoring.quorum.membersPresent?.needed(of: 7) == 5)
        #expect(
            rules.leaves(group: .food).map { "\($0.id) \($0.max) \($0.step?.description ?? "-")" } == [
                "a1 4 0.25", "a2 6 0.25",
            ])
        #expect(rules.leaves(group: .machinery).map(\.id) == ["a"])
        #expect(rules.awardClass("b") == rules.awardClass("Hạng B"))
        #expect(rules.awardClass("A")?.name == "A")
        #expect(rules.complaint.answerWorkingDays == nil)
        #expect(rules.stages.map(\.name) == ["Vòng hồ sơ", "final"])
        #expect(try Regulation.resolve(pinned: rules.document) == rules)
    }

    @Test(
        "what is wrong is told by pointer",
        arguments: [
            (#"{"id":"x"}"#, "regulation-missing /criteria"), (#"{"id":"x"}"#, "regulation-missing /scoring"),
            (#"{"criteria":[]}"#, "regulation-missing /id"),
            (#"{"criteria":[]}"#, "regulation-missing /criteria"),
            (#"[]"#, "regulation-type "), (#"{"colour":1}"#, "regulation-key-unknown /colour"),
            (#"{"a/b~":1}"#, "regulation-key-unknown /a~1b~0"), (#"{"id":1}"#, "regulation-type /id"),
            (#"{"id":" x"}"#, "regulation-value /id"), (#"{"title":""}"#, "regulation-value /title"),
            (#"{"valid_from":"2026-02-30"}"#, "date-unreadable /valid_from"),
            (#"{"valid_from":"2026-02-01","valid_to":"2026-02-01"}"#, "regulation-validity /valid_to"),
            (#"{"locked":["scoring.colour"]}"#, "regulation-locked-path /locked/0"),
            (#"{"levels":[{"id":"ward"}]}"#, "regulation-value /levels/0/id"),
            (#"{"levels":[{"id":"commune"},{"id":"commune"}]}"#, "regulation-duplicate-id /levels"),
            (
                #"{"levels":[{"id":"regional","requires":{"any_of":["ward"]}}]}"#,
                "regulation-value /levels/0/requires/any_of/0"
            ),
            (
                #"{"levels":[{"id":"regional","requires":{"any_of":["regional"]}}]}"#,
                "regulation-value /levels/0/requires/any_of/0"
            ),
            (
                #"{"levels":[{"id":"regional","requires":{}}]}"#,
                "regulation-missing /levels/0/requires/any_of"
            ),
            (
                #"{"levels":[{"id":"regional","council_sizes":["7"]}]}"#,
                "regulation-value /levels/0/council_sizes/0"
            ),
            (
                #"{"levels":[{"id":"regional","certificate_valid_years":0}]}"#,
                "regulation-value /levels/0/certificate_valid_years"
            ),
            (#"{"criteria":[{"id":"a","max":"1.0000001"}]}"#, "number-too-precise /criteria/0/max"),
            (#"{"criteria":[{"id":"a","max":"0"}]}"#, "regulation-value /criteria/0/max"),
            (#"{"criteria":[{"id":"a","max":true}]}"#, "regulation-type /criteria/0/max"),
            (#"{"criteria":[{"id":"a"}]}"#, "regulation-missing /criteria/0/max"),
            (#"{"criteria":[{"id":"a","max":"1","weight":"-1"}]}"#, "regulation-value /criteria/0/weight"),
            (
                #"{"criteria":[{"id":"a","max":"1"},{"id":"a","max":"1"}]}"#,
                "regulation-duplicate-id /criteria"
            ),
            (#"{"stages":[{"id":"a"}],"result_stage":"b"}"#, "regulation-result-stage /result_stage"),
            (#"{"stages":[{"id":"a"},{"id":"b"}]}"#, "regulation-result-stage /result_stage"),
            (#"{"classes":[{"id":"a"},"a"]}"#, "regulation-duplicate-id /classes"),
            (#"{"complaint":{"file_working_days":"15"}}"#, "regulation-value /complaint/file_working_days"),
            (#"{"complaint":[]}"#, "regulation-type /complaint"),
        ])
    func findings(document: String, finding: String) {
        #expect(Judging.findings { _ = try Judging.layer(document) }.contains(finding))
    }

    @Test(
        "what is wrong with the scoring is told by pointer",
        arguments: [
            (#""pipeline":[]"#, "regulation-missing /scoring/pipeline"),
            (#""step":"0.25""#, "regulation-missing /scoring/pipeline"),
            (#""pipeline":[{"sum":"criteria"}]"#, "regulation-pipeline /scoring/pipeline"),
            (
                #""pipeline":[{"mean":"judges"},{"mean":"judges"},{"sum":"criteria"}]"#,
                "regulation-pipeline /scoring/pipeline"
            ),
            (
                #""pipeline":[{"sum":"criteria"},{"weight":"criteria"},{"mean":"judges"}]"#,
                "regulation-pipeline /scoring/pipeline"
            ),
            (#""pipeline":[{"sum":"judges"},{"mean":"judges"}]"#, "regulation-value /scoring/pipeline/0/sum"),
            (#""pipeline":[{"sum":"criteria","mean":"judges"}]"#, "regulation-value /scoring/pipeline/0"),
            (
                #""pipeline":[{"median":"judges","trim":[1,1]},{"sum":"criteria"}]"#,
                "regulation-key-unknown /scoring/pipeline/0/trim"
            ),
            (
                #""pipeline":[{"mean":"judges","trim":[-1,1]},{"sum":"criteria"}]"#,
                "regulation-value /scoring/pipeline/0/trim/0"
            ),
            (
                #""pipeline":[{"mean":"judges","trim":[1]},{"sum":"criteria"}]"#,
                "regulation-value /scoring/pipeline/0/trim"
            ),
            (
                #""pipeline":[{"mean":"judges","round":7},{"sum":"criteria"}]"#,
                "regulation-value /scoring/pipeline/0/round"
            ),
            (#""step":"0.0000001""#, "number-too-precise /scoring/step"),
            (#""step":"0""#, "regulation-value /scoring/step"),
            (#""display":7"#, "regulation-value /scoring/display"),
            (#""display":"2""#, "regulation-value /scoring/display"),
            (#""rank_within":"level""#, "regulation-value /scoring/rank_within"),
            (#""ties":["criterion:z"]"#, "regulation-criterion-unknown /scoring/ties/0"),
            (#""ties":["coin"]"#, "regulation-value /scoring/ties/0"),
            (#""ties":["share","criterion:a"]"#, "regulation-ties /scoring/ties/1"),
            (#""quorum":{"judges_per_entry":0}"#, "regulation-value /scoring/quorum/judges_per_entry"),
            (#""quorum":{"members_present":"3/2"}"#, "regulation-value /scoring/quorum/members_present"),
            (#""quorum":{"members":3}"#, "regulation-key-unknown /scoring/quorum/members"),
        ])
    func scoringFindings(scoring: String, finding: String) {
        let document = #"{"id":"x","criteria":[{"id":"a","max":"10"}],"scoring":{\#(scoring)}}"#
        #expect(Judging.findings { _ = try Judging.layer(document) }.contains(finding))
    }

    @Test(
        "what is wrong with a rubric is told by pointer",
        arguments: [
            (
                #"{"food":[{"criterion":"a","children":[{"id":"p","max":"4"},{"id":"q","max":"5.999999"}]}]}"#,
                "regulation-maxima /rubrics/food/0/children"
            ),
            (
                #"{"food":[{"criterion":"a","children":[{"id":"p","max":"10","children":[{"id":"q","max":"9"}]}]}]}"#,
                "regulation-maxima /rubrics/food/0/children/0/children"
            ),
            (
                #"{"food":[{"criterion":"z","children":[{"id":"p","max":"10"}]}]}"#,
                "regulation-criterion-unknown /rubrics/food/0/criterion"
            ),
            (
                #"{"toys":[{"criterion":"a","children":[{"id":"p","max":"10"}]}]}"#,
                "regulation-group-unknown /rubrics/toys"
            ),
            (
                #"{"*":[{"criterion":"a","children":[{"id":"p","max":"5"},{"id":"p","max":"5"}]}]}"#,
                "regulation-duplicate-id /rubrics/*"
            ),
            (
                #"{"*":[{"criterion":"a","children":[{"id":"b","max":"10"}]}]}"#,
                "regulation-duplicate-id /rubrics/*"
            ),
            (#"{"*":[{"criterion":"a","children":[]}]}"#, "regulation-missing /rubrics/*/0/children"),
            (
                #"{"*":[{"criterion":"a","children":[{"id":"p","max":"10"}]},{"criterion":"a","children":[{"id":"q","max":"10"}]}]}"#,
                "regulation-duplicate-id /rubrics/*"
            ),
        ])
    func rubricFindings(rubrics: String, finding: String) {
        let document = #"""
            {"id":"x","groups":[{"id":"food"}],"criteria":[{"id":"a","max":"10"},{"id":"b","max":"5"}],"rubrics":\#(rubrics),
             "scoring":{"pipeline":[{"sum":"criteria"},{"mean":"judges"}]}}
            """#
        #expect(Judging.findings { _ = try Judging.layer(document) } == [finding])
    }

    @Test("all that is wrong is told at once")
    func allAtOnce() {
        let document =
            #"{"id":7,"colour":1,"criteria":[{"id":"a","max":"-1"}],"scoring":{"display":9,"pipeline":[]}}"#
        #expect(
            Judging.findings { _ = try Judging.layer(document) } == [
                "regulation-type /id", "regulation-key-unknown /colour", "regulation-value /criteria/0/max",
                "regulation-value /scoring/display", "regulation-missing /scoring/pipeline",
            ])
    }
}
