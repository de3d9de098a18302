import RuralIndustry
import Testing

@Suite("Decisions")
struct DecisionPlanTests {
    /// Entries 001–006 with totals 90, 85, 80, 75, 69 and none; 001–003 of one establishment; 007 was withdrawn.
    private static let entries = [
        DecisionEntry(code: "001", state: .accepted, establishment: "E1", product: "P1", group: .handicraft),
        DecisionEntry(code: "002", state: .accepted, establishment: "E1", product: "P2", group: .handicraft),
        DecisionEntry(code: "003", state: .accepted, establishment: "E1", product: "P3", group: .food),
        DecisionEntry(code: "004", state: .accepted, establishment: "E2", product: "P4", group: .handicraft),
        DecisionEntry(code: "005", state: .accepted, establishment: "E3", product: "P5", group: .food),
        DecisionEntry(code: "006", state: .accepted, establishment: "E4", product: "P6", group: .food),
        DecisionEntry(code: "007", state: .withdrawn, establishment: "E5", product: "P7", group: .food),
    ]

    private func plan(_ rows: [DecisionRow], rules: Rules? = nil) throws -> DecisionPlan {
        let rules =
            try rules
            ?? Judging.rules(scoring: #""eligible_at_least": "70""#, more: #""classes": ["A", "B"]"#)
        let marks = try zip(Self.entries, ["50", "45", "40", "35", "29"]).flatMap {
            try Judging.sheet($0.code, "J1", ["a": $1, "b": "40"])
        }
        let accepted = Self.entries.filter { $0.state == .accepted }.map {
            Tally.Entry(code: $0.code, group: $0.group)
        }
        let tally = try Judging.tally(marks, rules, entries: accepted)
        return try DecisionPlan(rows: rows, entries: Self.entries, tally: tally.lines, rules: rules)
    }

    /// Rows for 001–006: recognised where not said otherwise and eligible.
    private func rows(_ changes: [String: DecisionRow] = [:]) -> [DecisionRow] {
        ["001", "002", "003", "004", "005", "006"].enumerated().map { index, code in
            changes[code] ?? DecisionRow(entry: code, isRecognised: code < "005", row: index + 2)
        }
    }

    private func recognised(
        _ entry: String, set: String? = nil, kind: ProductSetKind? = nil, awardClass: String? = nil,
        reason: String? = nil
    ) -> DecisionRow {
        DecisionRow(
            entry: entry, isRecognised: true, setName: set, setKind: kind, awardClass: awardClass,
            reason: reason)
    }

    private func passedOver(
        _ entry: String, reason: String? = nil, set: String? = nil, awardClass: String? = nil
    )
        -> DecisionRow
    {
        DecisionRow(entry: entry, isRecognised: false, setName: set, awardClass: awardClass, reason: reason)
    }

    @Test("the recognised, the sets and the rest come out in the order of the file")
    func plan() throws {
        let plan = try plan(
            rows([
                "001": recognised(
                    "001", set: "Bộ ấm chén", kind: .combination, awardClass: "A", reason: "bộ"),
                "002": recognised("002", set: "Bộ ấm chén", awardClass: "A"),
                "003": recognised("003", awardClass: "B"),
            ]))
        #expect(plan.single.map(\.entry.code) == ["003", "004"])
        #expect(plan.single.map(\.awardClass?.id) == ["B", nil])
        let set = try #require(plan.sets.first)
        #expect(plan.sets.count == 1)
        #expect(set.name == "Bộ ấm chén")
        #expect(set.kind == .combination)
        #expect(set.establishment == "E1")
        #expect(set.group == .handicraft)
        #expect(set.members.map(\.product) == ["P1", "P2"])
        #expect(set.awardClass?.id == "A")
        #expect(set.reason == "bộ")
        #expect(plan.unrecognised.map(\.entry.code) == ["005", "006"])
        #expect(plan.warnings == [])
    }

    @Test("a decision names every accepted entry once, and no other")
    func everyEntryOnce() {
        let wrong =
            rows().dropLast() + [
                DecisionRow(entry: "001", isRecognised: true), DecisionRow(entry: "007", isRecognised: false),
                DecisionRow(entry: "999", isRecognised: false),
            ]
        #expect(
            Judging.codes { _ = try plan(Array(wrong)) } == [
                "decision-entry-not-accepted", "decision-entry-unknown", "decision-entry-twice",
                "decision-entry-missing",
            ])
    }

    @Test("only eligible entries are recognised")
    func eligible() throws {
        let changes = ["005": recognised("005"), "006": recognised("006")]
        #expect(
            Judging.codes { _ = try plan(rows(changes)) }
                == ["decision-entry-not-eligible", "decision-entry-not-eligible"])
        // Without a threshold an entry needs a total, and no more.
        let silent = try Judging.rules()
        #expect(
            Judging.codes { _ = try plan(rows(changes), rules: silent) } == ["decision-entry-not-eligible"])
    }

    @Test(
        "a set has at least two entries of one establishment and group, of one kind and class",
        arguments: [
            (["001"], ["set-too-small"]), (["001", "004"], ["set-establishments-differ"]),
            (["001", "003"], ["set-groups-differ"]),
            (["003", "004"], ["set-establishments-differ", "set-groups-differ"]),
        ])
    func sets(members: [String], codes: [String]) {
        let changes = Dictionary(uniqueKeysWithValues: members.map { ($0, recognised($0, set: "Bộ")) })
        #expect(Judging.codes { _ = try plan(rows(changes)) } == codes)
    }

    @Test("the lines of a set agree on its kind and class")
    func setLines() {
        #expect(
            Judging.codes {
                _ = try plan(
                    rows([
                        "001": recognised("001", set: "Bộ", kind: .design, awardClass: "A"),
                        "002": recognised("002", set: "Bộ", kind: .material),
                    ]))
            } == ["set-kinds-differ", "set-classes-differ"])
    }

    @Test("an entry that is not recognised has no set and no class")
    func unrecognised() {
        #expect(
            Judging.codes {
                _ = try plan(
                    rows([
                        "001": recognised("001", set: "Bộ"),
                        "002": passedOver("002", reason: "x", set: "Bộ", awardClass: "A"),
                    ]))
            } == ["decision-not-recognised", "decision-not-recognised", "set-too-small"])
    }

    @Test("a class must be one of the rules'")
    func classes() {
        #expect(
            Judging.codes { _ = try plan(rows(["001": recognised("001", awardClass: "C")])) } == [
                "decision-class-unknown"
            ])
    }

    @Test("passing over a better entry without a reason is warned about, not refused")
    func order() throws {
        let plan = try plan(
            rows(["001": passedOver("001", reason: "đã được công nhận năm trước"), "002": passedOver("002")]))
        #expect(plan.warnings.map(\.code) == ["decision-order"])
        #expect(plan.warnings[0].text.en.contains("002"))
    }

    @Test("order is followed within the scope of the ranks")
    func orderWithinGroup() throws {
        let rules = try Judging.rules(scoring: #""eligible_at_least": "70", "rank_within": "group""#)
        // 003 is the only eligible food product and is passed over: nothing of its group went before it.
        #expect(try plan(rows(["003": passedOver("003")]), rules: rules).warnings == [])
    }

    @Test("cells of a decision file are read with all that is wrong")
    func cells() throws {
        let row = try DecisionRow(
            entry: "001", recognised: "yes", setKind: "material", awardClass: "A", row: 2)
        #expect(
            row == DecisionRow(entry: "001", isRecognised: true, setKind: .material, awardClass: "A", row: 2))
        #expect(
            Judging.codes { _ = try DecisionRow(entry: "001", recognised: "có", setKind: "bộ") }
                == ["decision-recognised-unreadable", "set-kind-unknown"])
    }

    @Test("signing capacities are read with or without the point")
    func signing() throws {
        #expect(try SigningCapacity("TM.") == .onBehalf)
        #expect(try SigningCapacity("tuq").mark == "TUQ.")
        #expect(try SigningCapacity("KT.").meaning.vi == "ký thay")
        #expect(Judging.codes { _ = try SigningCapacity("TN.") } == ["signing-capacity-unknown"])
        #expect(Judging.codes { _ = try SigningCapacity("") } == ["signing-capacity-unknown"])
    }
}
