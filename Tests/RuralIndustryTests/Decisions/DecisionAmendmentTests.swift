import RuralIndustry
import Testing

@Suite("Amending decisions")
struct DecisionAmendmentTests {
    /// Entries 001–006 with totals 90, 85, 80, 75, 69 and none; 001–003 of one establishment and group.
    private static let entries = ["001", "002", "003", "004", "005", "006"].enumerated().map { place, code in
        DecisionEntry(
            code: code, state: .accepted, establishment: place < 3 ? "E1" : "E\(place)", product: "P\(place)",
            group: .handicraft)
    }

    /// 001 and 002 are a set, 003 is recognised by itself, 004 passed over, 005 and 006 are not eligible.
    private static let standing = [
        yes("001", set: "Bộ ấm", kind: .design, awardClass: "A"),
        yes("002", set: "Bộ ấm", kind: .design, awardClass: "A"),
        yes("003", awardClass: "B", reason: "Lý do cũ"), no("004", reason: "Trùng mẫu"), no("005"), no("006"),
    ]

    private static func yes(
        _ entry: String, set: String? = nil, kind: ProductSetKind? = nil, awardClass: String? = nil,
        reason: String? = nil
    ) -> DecisionRow {
        DecisionRow(
            entry: entry, isRecognised: true, setName: set, setKind: kind, awardClass: awardClass,
            reason: reason)
    }

    private static func no(_ entry: String, reason: String? = nil) -> DecisionRow {
        DecisionRow(entry: entry, isRecognised: false, reason: reason)
    }

    private func amend(
        _ rows: [DecisionRow], economy: [String] = ["50", "45", "40", "35", "29"], more: String = ""
    ) throws -> DecisionAmendment {
        let rules = try Judging.rules(
            scoring: #""eligible_at_least": "70""#,
            more: #""classes": [{"id": "A", "name": "Hạng A"}, {"id": "B", "name": "Hạng B"}]"# + more)
        let marks = try zip(Self.entries, economy).flatMap {
            try Judging.sheet($0.code, "J1", ["a": $1, "b": "40"])
        }
        let tally = try Judging.tally(
            marks, rules, entries: Self.entries.map { Tally.Entry(code: $0.code, group: $0.group) })
        return try DecisionAmendment(
            rows: rows, standing: Self.standing, entries: Self.entries, tally: tally.lines, rules: rules)
    }

    @Test("only what changes is told, as it was and as it becomes, and only that is given or withdrawn")
    func changes() throws {
        let amendment = try amend([Self.no("003", reason: "Sai phạm"), Self.yes("004", awardClass: "Hạng B")])
        #expect(amendment.changes.map(\.entry) == ["003", "004"])
        #expect(amendment.changes.map(\.before.outcome.vi) == ["công nhận, hạng B", "không công nhận"])
        #expect(amendment.changes.map(\.after.outcome.en) == ["not recognised", "recognised, class B"])
        #expect(amendment.changes.map(\.withdrawsAward) == [true, false])
        #expect(amendment.plan.single.map(\.entry.code) == ["004"])
        #expect(amendment.plan.single[0].awardClass?.id == "B")
        #expect(amendment.plan.sets == [] && amendment.plan.unrecognised.map(\.entry.code) == ["003"])
        #expect(amendment.rows.map(\.entry).sorted() == Self.entries.map(\.code))
    }

    @Test("another class is another award; other words alone are not")
    func classesAndWords() throws {
        let amendment = try amend([Self.yes("003", awardClass: "A"), Self.no("005", reason: "Chưa đủ điểm")])
        #expect(amendment.changes.map(\.withdrawsAward) == [true, false])
        #expect(amendment.plan.single.map(\.entry.code) == ["003"] && amendment.plan.unrecognised == [])
        let words = try amend([Self.yes("003", awardClass: "B", reason: "Lý do mới")])
        #expect(words.changes.map(\.keepsAward) == [true] && words.plan.single == [])
    }

    @Test("a set changes as a whole: every member that it had or has is stated")
    func sets() throws {
        let out = Self.no("002", reason: "Loại khỏi bộ")
        #expect(Judging.codes { _ = try amend([out]) } == ["set-too-small"])
        #expect(
            Judging.codes { _ = try amend([Self.yes("003", set: "Bộ ấm", awardClass: "A")]) }
                == ["amendment-set-incomplete", "amendment-set-incomplete"])
        let joined = try amend(["001", "002", "003"].map { Self.yes($0, set: "Bộ ấm", awardClass: "A") })
        #expect(joined.changes.allSatisfy { $0.withdrawsAward })
        let set = try #require(joined.plan.sets.first)
        // the kind of the set is kept where the file is silent
        #expect(set.kind == .design && set.members.map(\.code) == ["001", "002", "003"])
        let split = try amend([Self.yes("001", awardClass: "A"), out])
        #expect(split.plan.single.map(\.entry.code) == ["001"] && split.plan.sets == [])
        let kind = try amend(
            ["001", "002"].map { Self.yes($0, set: "Bộ ấm", kind: .material, awardClass: "A") })
        #expect(kind.plan.sets.map(\.kind) == [.material])
    }

    @Test("a file that changes nothing, or a line of it that does not, is refused")
    func nothing() throws {
        #expect(Judging.codes { _ = try amend([]) } == ["amendment-empty"])
        let same = [
            Self.yes("003", awardClass: "Hạng B"), Self.no("004", reason: "Trùng mẫu"), Self.no("005"),
            Self.yes("001", set: "Bộ ấm", awardClass: "A"),
        ]
        #expect(Judging.codes { _ = try amend(same) } == Array(repeating: "amendment-unchanged", count: 4))
        #expect(
            Judging.codes { _ = try amend([Self.no("003"), Self.no("005")]) } == ["amendment-unchanged"])
    }

    @Test("the whole list keeps to what a first decision keeps to, on the result as it is now")
    func checked() throws {
        #expect(Judging.codes { _ = try amend([Self.yes("005")]) } == ["decision-entry-not-eligible"])
        #expect(
            Judging.codes { _ = try amend([Self.no("003"), Self.no("003"), Self.no("999")]) }
                == ["decision-entry-unknown", "decision-entry-twice"])
        #expect(
            Judging.codes { _ = try amend([Self.yes("004", awardClass: "C")]) } == ["decision-class-unknown"])
        // after a correction 003 is below the threshold: what amends the list cannot leave it recognised
        let corrected = ["50", "45", "20", "35", "31"]
        #expect(
            Judging.codes { _ = try amend([Self.yes("005")], economy: corrected) }
                == ["decision-entry-not-eligible"])
        #expect(try amend([Self.yes("005"), Self.no("003")], economy: corrected).changes.count == 2)
        // 003 goes before 004 and is passed over now
        let order = [Self.no("003"), Self.yes("004")]
        #expect(try amend(order).warnings.map(\.code) == ["decision-order"])
        let strict = #", "decision": {"order_reasons": "required"}"#
        #expect(Judging.codes { _ = try amend(order, more: strict) } == ["decision-order"])
    }
}
