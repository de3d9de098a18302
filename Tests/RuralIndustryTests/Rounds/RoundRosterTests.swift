import RuralIndustry
import Testing

@Suite("What is missing for the next step")
struct RoundRosterTests {
    private static let levels = #"""
        "levels": [{"id": "commune", "council_sizes": null}, {"id": "provincial", "council_sizes": [7, 9]},
          {"id": "national", "council_sizes": [11, 13]}]
        """#

    private func roster(
        level: SelectionLevel = .provincial, council: [CouncilRole]? = nil,
        panel: [PanelRole] = [.head, .deputy, .judge], entries: [EntryState] = [.accepted]
    ) -> RoundRoster {
        RoundRoster(
            level: level,
            council: council ?? [.chair, .standingViceChair] + Array(repeating: .member, count: 5),
            panel: panel.enumerated().map { RoundRoster.Judge(id: "J\($0 + 1)", role: $1) },
            entries: entries.enumerated().map {
                RoundRoster.Entry(code: "00\($0 + 1)", group: .food, state: $1)
            })
    }

    private func missing(_ roster: RoundRoster) throws -> [String] {
        try roster.missingForJudging(Judging.rules(more: Self.levels)).map(\.code)
    }

    // MARK: Judging

    @Test("a complete round may be judged")
    func complete() throws {
        #expect(try missing(roster()) == [])
        #expect(try missing(roster(entries: [.accepted, .rejected, .withdrawn])) == [])
    }

    @Test("judging waits for the entries to be decided")
    func entries() throws {
        #expect(try missing(roster(entries: [])) == ["round-no-entries"])
        #expect(
            try missing(roster(entries: [.rejected, .received, .incomplete]))
                == ["round-no-entries", "round-entry-undecided", "round-entry-undecided"])
    }

    @Test(
        "the council has an allowed size, with or without its secretaries",
        arguments: [
            (4, 0, ["council-size"]), (5, 0, []), (5, 1, []), (5, 2, []), (6, 0, ["council-size"]),
            (6, 1, []), (7, 2, []),
            (8, 1, ["council-size"]),
        ])
    func councilSize(members: Int, secretaries: Int, codes: [String]) throws {
        let council =
            [.chair, .standingViceChair] + Array(repeating: CouncilRole.member, count: members)
            + Array(repeating: CouncilRole.secretary, count: secretaries)
        #expect(try missing(roster(council: council)) == codes)
    }

    @Test("the council has one chair and one standing vice-chair")
    func chairs() throws {
        let members = Array(repeating: CouncilRole.member, count: 5)
        #expect(
            try missing(roster(council: members + [.viceChair, .viceChair]))
                == ["council-chair", "council-standing-vice-chair"])
        #expect(
            try missing(roster(council: members.dropLast() + [.chair, .chair, .standingViceChair])) == [
                "council-chair"
            ])
    }

    @Test("the national council may have vice-chairs of whom none is standing")
    func nationalCouncil() throws {
        let members = Array(repeating: CouncilRole.member, count: 9)
        #expect(try missing(roster(level: .national, council: members + [.chair, .viceChair])) == [])
        #expect(
            try missing(roster(level: .national, council: members + [.chair, .member])) == [
                "council-standing-vice-chair"
            ])
    }

    @Test(
        "where the text names no council sizes, a chair is all that is asked, unless the rules say not even that"
    )
    func silentLevel() throws {
        #expect(try missing(roster(level: .commune, council: [.chair])) == [])
        #expect(try missing(roster(level: .commune, council: [])) == ["council-chair"])
        #expect(try missing(roster(level: .commune, council: [.member, .viceChair])) == ["council-chair"])
        #expect(try missing(roster(level: .commune, council: [.chair, .chair])) == ["council-chair"])
        let rules = try Judging.rules(
            more: #""levels": [{"id": "commune", "council_sizes": null, "council_chair": false}]"#)
        #expect(roster(level: .commune, council: []).missingForJudging(rules) == [])
        #expect(
            Judging.findings {
                _ = try Judging.rules(more: #""levels": [{"id": "commune", "council_chair": "no"}]"#)
            } == ["regulation-value /levels/0/council_chair"])
    }

    @Test("a level that the rules do not hold is told")
    func unknownLevel() throws {
        #expect(try missing(roster(level: .district)) == ["round-level"])
    }

    @Test("the panel is odd and has one head")
    func panel() throws {
        #expect(try missing(roster(panel: [.head, .judge])) == ["panel-odd"])
        #expect(try missing(roster(panel: [])) == ["panel-odd", "panel-head"])
        #expect(try missing(roster(panel: [.head, .head, .judge])) == ["panel-head"])
    }

    // MARK: Closing

    private func missing(
        _ marks: [Mark], scoring: String = "", present: Int? = nil, more: String = levels
    ) throws -> [String] {
        try roster().missingForClosing(
            Judging.rules(scoring: scoring, more: more), marks: marks, membersPresent: present
        ).map(\.code)
    }

    private func sheets(_ judges: String...) throws -> [Mark] {
        try judges.flatMap { try Judging.sheet("001", $0, ["a": "50", "b": "30"]) }
    }

    @Test("closing waits for a mark or an absence of every judge for every leaf")
    func marks() throws {
        #expect(try missing(sheets("J1", "J2", "J3")) == [])
        #expect(try missing(sheets("J1", "J2")) == ["marks-missing"])
        #expect(
            try missing(sheets("J1", "J2") + Judging.sheet("001", "J3", ["a": "recused", "b": "recused"]))
                == [])
        #expect(try missing(sheets("J1", "J2") + Judging.sheet("001", "J3", ["a": "5"])) == ["marks-missing"])
    }

    @Test("marks of another stage do not fill a sheet")
    func otherStage() throws {
        let more = Self.levels + #", "stages": [{"id":"dossier"},{"id":"final"}], "result_stage": "final""#
        let dossier = try Judging.sheet("001", "J3", ["a": "5", "b": "5"], stage: "dossier")
        #expect(try missing(sheets("J1", "J2") + dossier, more: more) == ["marks-missing"])
    }

    @Test("with a quorum, whole sheets may be missing down to it, a sheet filled in part may not")
    func quorum() throws {
        let quorum = #""quorum": {"judges_per_entry": 2}"#
        #expect(try missing(sheets("J1", "J2"), scoring: quorum) == [])
        #expect(try missing(sheets("J1"), scoring: quorum) == ["quorum-judges"])
        #expect(
            try missing(sheets("J1", "J2") + Judging.sheet("001", "J3", ["a": "5"]), scoring: quorum)
                == ["marks-missing"])
        #expect(
            try missing(
                sheets("J1") + Judging.sheet("001", "J2", ["a": "5", "b": "absent"]), scoring: quorum)
                == ["quorum-judges"])
    }

    @Test("the meeting needs the members that the plan wants", arguments: ["5", #""2/3""#])
    func attendance(needed: String) throws {
        let quorum = #""quorum": {"members_present": \#(needed)}"#
        let marks = try sheets("J1", "J2", "J3")
        #expect(try missing(marks, scoring: quorum) == ["quorum-attendance-unknown"])
        #expect(try missing(marks, scoring: quorum, present: 4) == ["quorum-members"])
        #expect(try missing(marks, scoring: quorum, present: 5) == [])
    }

    @Test("marks that the tally refuses are refused at closing")
    func wrongMarks() throws {
        let marks = try sheets("J1", "J2", "J3") + Judging.sheet("009", "J1", ["a": "50", "b": "30"])
        #expect(Judging.codes { _ = try missing(marks) } == ["entry-unknown", "entry-unknown"])
    }
}
