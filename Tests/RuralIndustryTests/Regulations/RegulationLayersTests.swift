import RuralIndustry
import Testing

@Suite("Layers of rules")
struct RegulationLayersTests {
    private static let national = #"""
        {"id": "nation", "legal_basis": ["26/2014/TT-BCT"], "valid_from": "2025-07-01",
         "locked": ["criteria", "scoring.eligible_at_least", "scoring.quorum"],
         "levels": [{"id": "provincial", "council_sizes": [7, 9], "certificate_valid_years": 4}],
         "groups": [{"id": "food", "name": "Thực phẩm"}],
         "criteria": [{"id": "a", "max": "60"}, {"id": "b", "max": "40"}],
         "scoring": {"pipeline": [{"sum": "criteria"}, {"mean": "judges"}], "eligible_at_least": "70"}}
        """#

    private func resolve(_ lower: String..., plan: String? = nil) throws -> Rules {
        let layers =
            try [Judging.layer(Self.national)] + lower.map { try Judging.layer($0) }
            + [plan].compactMap { try $0.map { try Judging.layer($0, as: .plan) } }
        return try Regulation.resolve(layers)
    }

    @Test("a lower layer adds what the upper leaves open, and says nothing by null")
    func adds() throws {
        let rules = try resolve(
            #"""
            {"id": "province", "extends": "nation", "territory": "19", "legal_basis": ["41/2015/QĐ-UBND"], "groups": null,
             "valid_from": "2026-01-01", "valid_to": "2030-01-01", "scoring": {"step": "0.5", "eligible_at_least": null}}
            """#,
            plan: #"""
                {"id": "plan", "valid_from": "2010-01-01", "scoring": {"step": "0.25", "display": 3, "ties": ["share"]},
                 "classes": ["A", "B"]}
                """#)
        #expect(rules.id == "province")
        #expect(rules.territory == "19")
        #expect(rules.legalBasis == ["26/2014/TT-BCT", "41/2015/QĐ-UBND"])
        #expect(rules.validity == Validity(from: try Day(iso: "2026-01-01"), to: try Day(iso: "2030-01-01")))
        #expect(rules.scoring.step?.description == "0.25")
        #expect(rules.scoring.eligibleAtLeast?.description == "70")
        #expect(rules.scoring.display == 3)
        #expect(rules.groups.map(\.name) == ["Thực phẩm"])
        #expect(rules.classes.map(\.id) == ["A", "B"])
        #expect(try Regulation.resolve(pinned: rules.document) == rules)
    }

    @Test("lists whose elements have ids merge by id, others are replaced")
    func lists() throws {
        let rules = try resolve(
            plan: #"""
                {"levels": [{"id": "provincial", "council_sizes": [9]}], "groups": [{"id": "other"}],
                 "scoring": {"pipeline": [{"median": "judges"}, {"sum": "criteria"}]}}
                """#)
        #expect(rules.level(.provincial)?.councilSizes == [9])
        #expect(rules.level(.provincial)?.certificateValidYears == 4)
        #expect(rules.groups.map(\.id) == [.food, .other])
        #expect(rules.scoring.pipeline.steps == [.median(round: nil), .sum(round: nil)])
    }

    @Test(
        "a lower layer cannot change what is locked, nor lift the lock",
        arguments: [
            (#"{"scoring": {"eligible_at_least": "60"}}"#, "/scoring/eligible_at_least"),
            (#"{"locked": [], "scoring": {"eligible_at_least": "70.5"}}"#, "/scoring/eligible_at_least"),
            (#"{"criteria": [{"id": "a", "weight": "2"}]}"#, "/criteria"),
            (#"{"criteria": [{"id": "c", "max": "5"}]}"#, "/criteria"),
            // Locked without a value: nobody below may set one.
            (#"{"scoring": {"quorum": {"judges_per_entry": 3}}}"#, "/scoring/quorum"),
        ])
    func locked(plan: String, pointer: String) {
        #expect(Judging.findings { _ = try resolve(plan: plan) } == ["regulation-locked \(pointer)"])
    }

    @Test(
        "what judges see of dossiers and names is the lowest layer's to say, if nothing above has locked it")
    func judgesSee() throws {
        let silent = try resolve()
        #expect(silent.judges.dossierParts == [] && silent.judges.judgingNames == .shown)
        #expect(silent.document["judges"] == nil, "rules that say nothing of it are pinned as ever")
        let province =
            #"{"id": "province", "extends": "nation", "judges": {"dossier_parts": ["photo", "description"]}}"#
        #expect(try resolve(province).judges.dossierParts == [.photo, .productDescription])
        let plan = try resolve(
            province, plan: #"{"judges": {"dossier_parts": [], "judging_names": "hidden"}}"#)
        #expect(plan.judges.dossierParts == [] && plan.judges.judgingNames == .hidden)
        #expect(try Regulation.resolve(pinned: plan.document) == plan)
        let locking = #"{"id": "province", "extends": "nation", "locked": ["judges.dossier_parts"]}"#
        #expect(
            Judging.findings { _ = try resolve(locking, plan: #"{"judges": {"dossier_parts": ["photo"]}}"#) }
                == ["regulation-locked /judges/dossier_parts"])
        #expect(
            try resolve(locking, plan: #"{"judges": {"judging_names": "hidden"}}"#).judges.dossierParts == [])
    }

    @Test(
        "kinds of papers that there are not, twice the same and other keys are refused, with their place",
        arguments: [
            (#"{"dossier_parts": ["photo", "video"]}"#, "regulation-value /judges/dossier_parts/1"),
            (#"{"dossier_parts": ["photo", "photo"]}"#, "regulation-duplicate-id /judges/dossier_parts"),
            (#"{"dossier_parts": "photo"}"#, "regulation-type /judges/dossier_parts"),
            (#"{"judging_names": "no"}"#, "regulation-value /judges/judging_names"),
            (#"{"dossier_part": ["photo"]}"#, "regulation-key-unknown /judges/dossier_part"),
        ])
    func judgesSeeNot(judges: String, finding: String) {
        #expect(Judging.findings { _ = try resolve(plan: #"{"judges": \#(judges)}"#) } == [finding])
    }

    @Test("repeating a locked value is allowed, however it is written")
    func repeated() throws {
        let rules = try resolve(
            plan: #"{"scoring": {"eligible_at_least": 70.0}, "criteria": [{"id": "b", "max": 40}]}"#)
        #expect(rules.scoring.eligibleAtLeast?.description == "70")
    }

    @Test("a layer in between adds locks for those below")
    func addedLock() {
        let findings = Judging.findings {
            _ = try resolve(
                #"{"id": "province", "extends": "nation", "locked": ["scoring.step"], "scoring": {"step": "0.5"}}"#,
                plan: #"{"scoring": {"step": "0.25"}}"#)
        }
        #expect(findings == ["regulation-locked /scoring/step"])
    }

    @Test("layers must rest on the one right above them")
    func chain() throws {
        #expect(
            Judging.findings { _ = try resolve(#"{"id": "province", "extends": "elsewhere"}"#) }
                == ["regulation-extends /extends"])
        #expect(
            Judging.findings { _ = try resolve(plan: #"{"extends": "province"}"#) } == [
                "regulation-extends /extends"
            ])
        let province = try Judging.layer(#"{"id": "province", "extends": "nation"}"#)
        #expect(
            Judging.findings { _ = try Regulation.resolve([province]) }.contains(
                "regulation-base-missing /extends"))
        #expect(
            Judging.findings { _ = try Judging.layer(#"{"extends": "nation"}"#) } == [
                "regulation-missing /id"
            ])
        #expect(Judging.codes { _ = try Regulation.resolve([]) } == ["regulation-base-missing"])
    }

    @Test("what only the whole can tell is told about the whole")
    func wholeIsChecked() {
        #expect(
            Judging.findings {
                _ = try resolve(
                    plan: #"{"scoring": {"ties": ["criterion:z"]}, "stages": [{"id": "x"}, {"id": "y"}]}"#)
            } == ["regulation-criterion-unknown /scoring/ties/0", "regulation-result-stage /result_stage"])
    }

    @Test("a layer's own mistakes are told before it is put under another")
    func ownMistakes() {
        #expect(
            Judging.findings { _ = try Judging.layer(#"{"scoring": {"step": "x"}, "colour": 1}"#, as: .plan) }
                == [
                    "number-unreadable /scoring/step", "regulation-key-unknown /colour",
                ])
    }
}
