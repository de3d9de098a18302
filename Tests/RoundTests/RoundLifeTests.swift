import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("A round's life")
struct RoundLifeTests {
    @Test("a round goes from draft to published, one step at a time")
    func wholeLife() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript()
            let products = try await test.products(2)
            var round = try await test.drafted(script)
            #expect(try await round.record().state == .draft)
            try await round.open()
            #expect(try await round.record().state == .open)
            try await round.seat()
            round.entries = try await round.file(try products.map { try script.entry($0) })
            try await round.move(round.codes, to: .accepted)
            try await round.judge()
            #expect(try await round.record().state == .judging)
            try await round.score([90, 60])
            try await round.close()
            #expect(try await round.record().state == .closed)
            try await round.decide(lines(round.codes, recognised: 1))
            #expect(try await round.record().state == .decided)
            #expect(try await test.registry.publishRound(round.id, as: test.viewer).state == .published)
            let record = try await round.record()
            #expect(record.entries == 2)
            #expect(record.accepted == 2)
            #expect(record.recognised == 1)
            #expect(record.version == 6)
        }
    }

    @Test("every step is refused from every state that it does not follow")
    func refusedSteps() async throws {
        try await TestRegistry.run { test in
            let draft = try await test.drafted()
            await Self.expectOnly([.open], of: draft, "draft")
            try await draft.open()
            await Self.expectOnly([.judge], of: draft, "open")
            let round = try await test.judged()
            await Self.expectOnly([.close], of: round, "judging")
            try await round.score([90, 80])
            try await round.close()
            await Self.expectOnly([.decide], of: round, "closed")
            try await round.decide(lines(round.codes, recognised: 2))
            await Self.expectOnly([.publish, .issue], of: round, "decided")
            _ = try await test.registry.publishRound(round.id, as: test.viewer)
            await Self.expectOnly([.issue], of: round, "published")
            _ = try await test.registry.cancelRound(
                draft.id, act: "1/QĐ", on: draft.script.heldOn, because: "Không đủ hồ sơ", as: test.viewer)
            await Self.expectOnly([], of: draft, "cancelled")
        }
    }

    private enum Step: CaseIterable {
        case open, judge, close, decide, publish, issue
    }

    /// Tries every other step; each must be refused for the state alone.
    private static func expectOnly(_ allowed: Set<Step>, of round: HeldRound, _ state: Comment) async {
        for step in Step.allCases where !allowed.contains(step) {
            let code = step == .decide || step == .issue ? "round-state" : "round-transition"
            await expectRefusal(code) {
                switch step {
                case .open: try await round.open()
                case .judge: try await round.judge()
                case .close: try await round.close()
                case .decide: try await round.decide(lines(round.codes, recognised: 0))
                case .publish: _ = try await round.test.registry.publishRound(round.id, as: round.test.viewer)
                case .issue: try await round.issue()
                }
            }
        }
    }

    @Test("judging does not begin before council, panel and entries are there: everything missing is listed")
    func missingForJudging() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            try await round.open()
            await expectRefusal(
                "round-no-entries", "council-size", "council-chair", "council-standing-vice-chair",
                "panel-odd",
                "panel-head"
            ) { try await round.judge() }
            let filed = try await round.file(try await test.products(1).map { try round.script.entry($0) })
            try await round.seat()
            let missing = await expectRefusal("round-no-entries", "round-entry-undecided") {
                try await round.judge()
            }
            #expect(missing.last?.text.en.contains(filed[0].code) == true)
            try await round.move(filed.map(\.code), to: .accepted)
            try await test.registry.addJudge(
                round: round.id, code: "J2", name: "Giám Khảo Hai", role: .judge, from: round.script.heldOn,
                as: test.viewer)
            await expectRefusal("panel-odd") { try await round.judge() }
            try await test.registry.removeJudge(
                round: round.id, code: "J2", on: round.script.heldOn, because: "Xin rút", as: test.viewer)
            #expect(try await round.judge().state == .judging)
        }
    }

    @Test("a judge is replaced in one step, and both stay on record")
    func replacedJudge() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            try await round.seat()
            let new = try await test.registry.replaceJudge(
                round: round.id, code: "J1", by: "J9", name: "Người Thay", on: round.script.heldOn,
                because: "Bận công tác", as: test.viewer)
            #expect(new.role == .head)
            let panel = try await test.registry.panel(ofRound: round.id, as: test.viewer)
            #expect(panel.map(\.code) == ["J1", "J9"])
            #expect(panel.map { $0.to == nil } == [false, true])
            await expectRefusal("unknown-judge") {
                _ = try await test.registry.replaceJudge(
                    round: round.id, code: "J1", by: "J8", name: "Người Khác", on: round.script.heldOn,
                    because: "Lần nữa", as: test.viewer)
            }
        }
    }

    @Test("seats of which there is one, and people, are not taken twice")
    func seatsOnce() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            try await round.seat()
            func member(_ name: String, _ role: CouncilRole) async throws {
                try await test.registry.addCouncilMember(
                    round: round.id, name: name, role: role, from: round.script.heldOn, as: test.viewer)
            }
            func judge(_ code: String, _ role: PanelRole) async throws {
                try await test.registry.addJudge(
                    round: round.id, code: code, name: "Người Khác", role: role, from: round.script.heldOn,
                    as: test.viewer)
            }
            await expectRefusal("council-chair-taken") { try await member("Người Mới", .chair) }
            await expectRefusal("council-standing-vice-chair-taken") {
                try await member("Người Mới", .standingViceChair)
            }
            await expectRefusal("council-member-twice") { try await member("Ủy Viên Mẫu 3", .member) }
            await expectRefusal("judge-code-taken") { try await judge("J1", .judge) }
            await expectRefusal("panel-head-taken") { try await judge("J2", .head) }
            await expectRefusal("text-has-nul") { try await member("a\0b", .member) }
            await expectRefusal("code-form") { try await judge("giám khảo", .judge) }
        }
    }

    @Test("a round is cancelled by an act at any time before its decision, and never after")
    func cancelled() async throws {
        try await TestRegistry.run { test in
            func cancel(_ round: HeldRound, act: String = "12/QĐ-UBND", reason: String = "Bão lũ")
                async throws
                -> RoundState
            {
                try await test.registry.cancelRound(
                    round.id, act: act, on: Day("2023-05-20"), because: reason, as: test.viewer
                ).state
            }
            let draft = try await test.drafted()
            await expectRefusal("text-empty") { _ = try await cancel(draft, act: " ") }
            await expectRefusal("text-empty") { _ = try await cancel(draft, reason: "") }
            #expect(try await cancel(draft) == .cancelled)
            let open = try await test.drafted()
            try await open.open()
            #expect(try await cancel(open) == .cancelled)
            await expectRefusal("round-state") { try await open.file([]) }
            let judging = try await test.judged()
            #expect(try await cancel(judging) == .cancelled)
            await expectRefusal("round-state") { try await judging.score([80, 80]) }
            let closed = try await test.closed(totals: [80])
            #expect(try await cancel(closed) == .cancelled)
            await expectRefusal("round-state") { try await closed.decide(lines(closed.codes, recognised: 1)) }
            let decided = try await test.decided()
            await expectRefusal("round-transition") { _ = try await cancel(decided) }
            let kept = try await test.asProgram { session in
                try session.value(
                    "SELECT cancel_number || ' ' || cancel_date || ' ' || cancel_reason FROM round WHERE round_id = \(draft.id)",
                    as: String.self)
            }
            #expect(kept == "12/QĐ-UBND 2023-05-20 Bão lũ")
        }
    }

    @Test("steps of a round that there is not are refused")
    func unknownRound() async throws {
        try await TestRegistry.run { test in
            await expectRefusal("unknown-round") {
                _ = try await test.registry.openRound(99_999, as: test.viewer)
            }
            await expectRefusal("unknown-round") {
                _ = try await test.registry.tally(ofRound: 99_999, as: test.viewer)
            }
        }
    }

    @Test("the public may neither hold a round nor read its tally")
    func notPermitted() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80])
            await expectRefusal("not-permitted") {
                _ = try await test.registry.publishRound(round.id, as: .anybody)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.tally(ofRound: round.id, as: .anybody)
            }
            await expectRefusal("not-permitted") {
                _ = try await test.registry.createRound(
                    try round.script.newRound(), as: .anybody, today: test.today)
            }
        }
    }

    @Test("every step leaves an audit event that names the round")
    func audited() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided()
            let actions = try await test.asProgram { session in
                try session.values(
                    """
                    SELECT action FROM audit_event WHERE subject = 'round' AND subject_id = \(String(round.id))
                      AND actor = 'kiểm thử' AND action NOT IN ('council.change', 'panel.change') ORDER BY audit_id
                    """, as: String.self)
            }
            #expect(
                actions == [
                    "round.create", "round.step", "entry.import", "entry.step", "round.step", "mark.import",
                    "round.step", "round.decide",
                ])
        }
    }
}
