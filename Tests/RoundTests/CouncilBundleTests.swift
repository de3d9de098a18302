import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("What the bundle says of people: seats, meetings, votes, comments")
struct CouncilBundleTests {
    private static let key = SigningKey()
    private static let act = SeatAct(number: "7/QĐ-UBND", day: Day("2023-05-20"))

    private static func bundle(_ round: HeldRound) async throws -> ResultBundle {
        try await round.bundle(signedBy: key)
    }

    private static func meet(_ round: HeldRound, _ members: Int, on day: Day) async throws {
        _ = try await round.test.registry.recordMeeting(
            ofRound: round.id, on: day, present: (1...members).map { "Ủy Viên Mẫu \($0)" },
            as: round.test.viewer, today: round.test.today)
    }

    private static func vote(
        _ round: HeldRound, _ inFavour: Int, _ against: Int, entry: Int? = nil, on day: Day
    ) async throws {
        _ = try await round.test.registry.recordVote(
            ofRound: round.id, on: day, entry: entry.map { round.codes[$0] }, inFavour: inFavour,
            against: against, abstained: 0, as: round.test.viewer)
    }

    /// Judged with remarks, one sheet twice; three records of meetings until closing, two after it with votes; decided.
    private static func told(_ test: TestRegistry) async throws -> HeldRound {
        let plan = #"{"scoring": {"quorum": {"members_present": "2/3"}}, "decision": {"vote": "required"}}"#
        let round = try await test.judged(RoundScript(plan: plan), entries: 2)
        var content = try written(90, comment: "Mẫu mã đẹp")
        content.remarks["market"] = "Bán chạy"
        try await round.save(0, "J1", content)
        try await round.submit(0, "J1")
        try await round.reopen(0, "J1")
        content.comment = "Đã xem lại"
        try await round.save(0, "J1", content)
        try await round.submit(0, "J1")
        try await round.submit(1, "J1", total: 80)
        try await meet(round, 3, on: Day("2023-05-29"))
        try await meet(round, 3, on: Day("2023-05-30"))
        try await meet(round, 4, on: Day("2023-05-30"))
        try await round.close()
        try await meet(round, 5, on: Day("2023-06-15"))
        try await vote(round, 4, 1, on: Day("2023-06-15"))
        try await vote(round, 0, 5, entry: 1, on: Day("2023-06-15"))
        try await vote(round, 1, 4, entry: 0, on: Day("2023-06-15"))
        try await meet(round, 4, on: Day("2023-06-16"))
        try await vote(round, 4, 0, entry: 0, on: Day("2023-06-16"))
        try await round.decide(lines(round.codes, recognised: 1))
        return round
    }

    /// A bundle with the text of a part altered, hashed and signed as if it were honest.
    private static func forged(
        _ honest: ResultBundle, _ part: ResultBundle.Part, _ alter: (String) -> String
    ) throws -> ResultBundle {
        var parts = honest.parts
        let text = try #require(parts[part]).text
        let other = alter(text)
        #expect(other != text)
        parts[part] = try JSONValue(parsing: other)
        return try TwoVerifiers.forged(parts, signedBy: key)
    }

    @Test(
        "every meeting, vote and comment is in it, those of versions that were superseded too, and it holds")
    func contents() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.told(test)
            let bundle = try await round.bundle()
            #expect(bundle.format == .second)
            let meetings = try #require(bundle.parts[.meetings]?.array)
            #expect(
                meetings.map { $0["held_on"]?.string } == ["2023-05-29", "2023-05-30", "2023-05-30"])
            #expect(meetings.map { $0["present"]?.array?.count } == [3, 3, 4])
            let stage = try #require(bundle.parts[.marks]?["sheets"]?.array?.first?["stage"]?.string)
            let place = #"["\#(round.codes[0])","\#(stage)","J1""#
            #expect(
                bundle.parts[.comments]?.text == """
                    [\(place),1,null,"Mẫu mã đẹp"],\(place),1,"market","Bán chạy"],\
                    \(place),2,null,"Đã xem lại"],\(place),2,"market","Bán chạy"]]
                    """)
            let votes = try #require(bundle.parts[.votes])
            #expect(votes["meetings"]?.array?.count == 2 && votes["council"]?.array?.count == 5)
            #expect(
                votes["votes"]?.array?.first?.text
                    == #"{"abstained":0,"against":1,"entry":null,"in_favour":4,"meeting":4,"since":null}"#)
            #expect(votes["votes"]?.array?.last?["meeting"] == .integer(5))
        }
    }

    @Test(
        "what was recorded after a decision is no part of what it rests on; an act that amends has its own votes"
    )
    func amended() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.told(test)
            let first = try await round.bundle()
            try await Self.meet(round, 5, on: Day("2023-07-20"))
            try await Self.vote(round, 0, 5, on: Day("2023-07-20"))
            try await Self.vote(round, 5, 0, entry: 1, on: Day("2023-07-20"))
            #expect(try await round.bundle().parts[.votes] == first.parts[.votes])
            try await Self.meet(round, 5, on: Day("2023-07-21"))
            try await Self.vote(round, 3, 2, on: Day("2023-07-21"))
            let act = DecisionAct(
                number: "9/SĐ", decidedOn: Day("2023-08-01"), signatoryName: "Nguyễn Văn Mẫu")
            _ = try await test.registry.amendDecision(
                ofRound: round.id, act: act, because: "Rà soát lại",
                rows: [DecisionRow(entry: round.codes[1], isRecognised: true)], as: test.viewer,
                today: test.today)
            let votes = try #require(try await round.bundle().parts[.votes]?["votes"]?.array)
            #expect(votes.count == 7)
            #expect(
                votes.map { $0["since"]?.string }
                    == [nil, nil, nil, nil] + Array(repeating: round.act.number, count: 3))
        }
    }

    @Test("both programs find what was altered by somebody who could sign it anew")
    func altered() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.told(test)
            let honest = try await Self.bundle(round)
            let (one, two) = (round.codes[0], round.codes[1])
            let alterations: [(part: ResultBundle.Part, old: String, new: String, finding: String)] = [
                (.votes, #"1,"entry":null,"in_favour":4"#, #"2,"entry":null,"in_favour":4"#, "bundle-vote"),
                (
                    .votes, #"1,"entry":null,"in_favour":4"#, #"4,"entry":null,"in_favour":1"#,
                    "decision-vote-lost"
                ),
                (
                    .votes, #"5,"entry":"\#(two)","in_favour":0"#, #"0,"entry":"\#(two)","in_favour":5"#,
                    "decision-against-vote"
                ),
                // the vote before would be the last
                (
                    .votes, #""held_on":"2023-06-16""#, #""held_on":"2023-06-14""#, "decision-against-vote"
                ),
                (
                    .votes, #""in_favour":4,"meeting":4,"since":null"#,
                    #""in_favour":4,"meeting":4,"since":"1""#, "decision-vote-missing"
                ),
                (.votes, #""in_favour":4,"meeting":4"#, #""in_favour":4,"meeting":9"#, "bundle-vote"),
                (.votes, #""entry":"\#(one)","in_favour":4"#, #""entry":"X","in_favour":4"#, "bundle-vote"),
                (
                    .votes, #""from":"2023-05-15","name":"Ủy Viên Mẫu 5""#,
                    #""from":"2023-05-15","name":"Ủy Viên Mẫu 6""#, "bundle-roster"
                ),
                (.meetings, #","Ủy Viên Mẫu 4"]"#, "]", "bundle-quorum"),
                (.meetings, #","Ủy Viên Mẫu 4"]"#, #","Ủy Viên Mẫu 8"]"#, "bundle-attendance"),
                (.meetings, "2023-05-29", "2023-05-14", "bundle-attendance"),
                (.round, #""members_present":4"#, #""members_present":3"#, "bundle-quorum"),
                (.round, #""members_present":4"#, #""members_present":null"#, "bundle-quorum"),
                (.roster, #""judge":"J1""#, #""judge":"J7""#, "bundle-roster"),
                (.comments, #""J1",1,null"#, #""J1",7,null"#, "bundle-comments"),
                (.comments, #""Đã xem lại""#, #""""#, "bundle-comments"),
                (.comments, #""J1",2,null"#, #""J2",2,null"#, "bundle-comments"),
            ]
            for (part, old, new, finding) in alterations {
                let forged = try Self.forged(honest, part) { $0.replacing(old, with: new) }
                let found = TwoVerifiers.expectRefused(forged.bytes, "\(new)").own
                #expect(found.contains { $0.code == finding }, "\(new): \(found)")
            }
            // three of five are too few, however they voted
            let few = try Self.forged(honest, .votes) {
                $0.replacing(#","Ủy Viên Mẫu 4"]}],"votes""#, with: #"]}],"votes""#)
                    .replacing(#""in_favour":4,"meeting":5"#, with: #""in_favour":3,"meeting":5"#)
            }
            let told = TwoVerifiers.expectRefused(few.bytes)
            #expect(told.own.map(\.code) == ["bundle-vote"] && told.second.contains("votes"))
            for part in [ResultBundle.Part.comments, .meetings, .votes] {
                var parts = honest.parts
                parts[part] = nil
                TwoVerifiers.expectRefused(
                    try TwoVerifiers.forged(parts, signedBy: Self.key).bytes, "\(part)")
            }
        }
    }

    @Test("a round that was closed before these were kept has the bundle of old, which holds")
    func former() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.told(test)
            let minutes = try await test.registry.minutes(ofRound: round.id, as: test.viewer)
            #expect(minutes.evidence.parts.map(\.name).contains("comments"))
            try await test.tamper {
                try $0.script("DELETE FROM result_part WHERE part IN ('meetings', 'comments')")
            }
            let bundle = try await round.bundle()
            #expect(bundle.format == .first)
            #expect(bundle.parts[.votes] == nil && bundle.parts[.decision] != nil)
            #expect(
                String(decoding: bundle.bytes, as: UTF8.self).hasPrefix(#"{"format":"cnnt-result-bundle/1""#))
            // neither format takes the parts of the other
            let text = String(decoding: bundle.bytes, as: UTF8.self).replacing("bundle/1", with: "bundle/2")
            TwoVerifiers.expectRefused(Array(text.utf8))
        }
    }

    @Test("once a meeting or a comment was altered past the program, no bundle is made")
    func alteredRecords() async throws {
        for (statement, part) in [
            ("UPDATE sheet_version SET comment = 'x' WHERE version = 1", "comments"),
            ("UPDATE council_meeting SET held_on = held_on - 1 WHERE held_on = '2023-05-29'", "meetings"),
            (
                """
                DELETE FROM council_attendance WHERE council_member_id = (
                  SELECT min(council_member_id) FROM council_attendance)
                """, "meetings"
            ),
        ] {
            try await TestRegistry.run(checksInvariants: false) { test in
                let round = try await Self.told(test)
                try await test.tamper { try $0.script(statement) }
                do {
                    _ = try await Self.bundle(round)
                    Issue.record("a bundle was made after \(statement)")
                } catch let failure as IntegrityFailure {
                    #expect(failure.findings.contains { $0.text.en.contains("“\(part)”") })
                }
            }
        }
    }

    // MARK: Seats

    /// J4 took J3's seat after the first entry was marked.
    private static func replaced(_ test: TestRegistry) async throws -> HeldRound {
        let round = try await test.judged(RoundScript(judges: 3), entries: 2)
        for judge in ["J1", "J2"] {
            for entry in 0..<2 { try await round.score(sheet(round.codes[entry], judge: judge, total: 80)) }
        }
        try await round.score(sheet(round.codes[0], judge: "J3", total: 95))
        try await test.registry.replaceJudge(
            round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
            because: "Ốm", by: Self.act, as: test.viewer)
        try await round.score(sheet(round.codes[1], judge: "J4", total: 71))
        try await round.close()
        return round
    }

    @Test("a seat has one voice: two of its holders may count in one round, never for one entry")
    func seats() async throws {
        try await TestRegistry.run { test in
            let round = try await Self.replaced(test)
            let honest = try await round.bundle()
            let panel = try #require(honest.parts[.roster]?["panel"]?.array)
            #expect(panel.map { $0["replaces"]?.string } == [nil, nil, nil, "J3"])
            // J2 and J4, J1 and J2: each marked the same entry
            for (old, new) in [
                (#""replaces":"J3""#, #""replaces":"J2""#),
                (#""name":"Giám Khảo Mẫu 2","#, #""name":"Giám Khảo Mẫu 2","replaces":"J1","#),
            ] {
                let forged = try Self.forged(honest, .roster) { $0.replacing(old, with: new) }
                let found = TwoVerifiers.expectRefused(forged.bytes)
                #expect(Set(found.own.map(\.code)) == ["bundle-seat"] && found.second.contains("roster"))
            }
            // seats in a ring have no first holder, and nobody waits for one
            let ring = try Self.forged(honest, .roster) {
                $0.replacing(
                    #""name":"Giám Khảo Mẫu 3","#, with: #""name":"Giám Khảo Mẫu 3","replaces":"J4","#)
            }
            #expect(TwoVerifiers.expectRefused(ring.bytes).own.map(\.code) == ["bundle-roster"])
        }
    }

    @Test("nobody left the council before a meeting that has them present, unless that is recorded again")
    func leftBefore() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(entries: 1)
            try await Self.meet(round, 5, on: Day("2023-05-29"))
            func replace() async throws {
                _ = try await test.registry.replaceCouncilMember(
                    round: round.id, member: "Ủy Viên Mẫu 5", byName: "Người Mới", on: Day("2023-05-25"),
                    because: "Chuyển công tác", by: Self.act, as: test.viewer)
            }
            let told = await expectRefusal("seat-attended-later") { try await replace() }
            #expect(told.first?.text.en.contains("2023-05-29") == true)
            try await Self.meet(round, 4, on: Day("2023-05-29"))
            try await replace()
            try await round.score([90])
            try await round.close()
            _ = try await round.bundle()
        }
    }
}
