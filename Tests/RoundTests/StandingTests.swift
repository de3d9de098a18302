import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Where a round stands")
struct StandingTests {
    private static func standing(_ round: HeldRound, as viewer: Viewer? = nil) async throws -> RoundStanding {
        try await round.test.registry.standing(ofRound: round.id, as: viewer ?? round.test.viewer)
    }

    /// The codes that a step is refused with.
    private static func refusal(_ body: () async throws -> Void) async -> [String] {
        do {
            try await body()
            return []
        } catch let refusal as Refusal {
            return refusal.violations.map(\.code)
        } catch {
            return ["\(error)"]
        }
    }

    @Test("what is missing is told in the very words in which the step is then refused")
    func missing() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            #expect(try await Self.standing(round).next == .open)
            try await round.open()
            let before = try await Self.standing(round)
            #expect(before.next == .judging)
            #expect(before.missing.map(\.code) == (await Self.refusal { _ = try await round.judge() }))
            #expect(before.missing.map(\.code).contains("round-no-entries"))

            let judged = try await test.judged()
            let open = try await Self.standing(judged)
            #expect(open.next == .closed && open.drawn == nil && open.entries == [.accepted: 2])
            #expect(!open.missing.isEmpty)
            #expect(open.missing.map(\.code) == (await Self.refusal { _ = try await judged.close() }))
            // a list of rounds does without what takes every mark
            let listed = try await test.registry.roundsAtWork(as: test.viewer)
            #expect(listed.first { $0.round.id == judged.id }?.missing.isEmpty == true)
            #expect(listed.first { $0.round.id == round.id }?.missing.isEmpty == false)

            let registry = test.registry
            let light = try await registry.standing(
                ofRound: judged.id, readsMarks: false, as: test.viewer)
            #expect(light.missing.isEmpty && light.entries == open.entries && light.may(.roundStep))

            try await judged.score([95, 94])
            #expect(try await Self.standing(judged).missing.isEmpty)
            try await judged.close()
            #expect(try await Self.standing(judged).next == .decided)
        }
    }

    @Test("a list of rounds says of each what the round itself says, however many they are")
    func listed() async throws {
        try await TestRegistry.run { test in
            let draft = try await test.drafted()
            let open = try await test.drafted()
            try await open.open()
            try await open.seat()
            let decided = try await test.decided(entries: 3, recognised: 2)
            let closed = try await test.judged()
            try await closed.score([95, 94])
            try await closed.close()
            let listed = try await test.registry.roundsAtWork(as: test.viewer)
            #expect(Set(listed.map(\.round.id)) == [draft.id, open.id, decided.id, closed.id])
            for work in listed {
                let standing = try await test.registry.standing(ofRound: work.round.id, as: test.viewer)
                #expect(work.entries == standing.entries && work.next == standing.next)
                #expect(work.missing.map(\.code) == standing.missing.map(\.code))
                #expect(work.awardsWithoutCertificate == standing.awardsWithoutCertificate)
            }
            let awards = listed.first { $0.round.id == decided.id }?.awardsWithoutCertificate
            #expect(awards == 2)
        }
    }

    @Test("it says what somebody may do in this round, and is not for judges or for other territories")
    func allowed() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(.provincial)
            let province = round.script.organiser
            for (login, role, territory) in [
                ("can.bo", Role.officer, province), ("kiem.tra", .auditor, province),
                ("thu.ky", .councilSecretary, "round:\(round.id)"), ("cham", .judge, "round:\(round.id)"),
                ("truong", .headJudge, "round:\(round.id)"), ("noi.khac", .officer, "01"),
            ] {
                try await test.account(login)
                try await test.grant(role, in: territory, to: login)
            }
            func standing(_ login: String) async throws -> RoundStanding {
                try await Self.standing(round, as: try await test.viewer(login))
            }
            #expect(try await standing("can.bo").may(.roundStep))
            #expect(!(try await standing("kiem.tra").may(.roundStep)))
            #expect(try await standing("kiem.tra").may(.tallyRead))
            #expect(try await standing("thu.ky").may(.roundDecide))
            #expect(!(try await standing("thu.ky").may(.roundCancel)))
            for login in ["cham", "truong"] {
                await expectRefusal("not-permitted") { _ = try await standing(login) }
            }
            await expectRefusal("outside-territory") { _ = try await standing("noi.khac") }
            let elsewhere = try await test.viewer("noi.khac")
            #expect(try await test.registry.roundsAtWork(as: elsewhere).isEmpty)
        }
    }

    @Test("progress counts every sheet that judging waits for once, by its state")
    func progress() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript().with { $0.judges = 3 })
            let judges = round.script.judges
            func progress() async throws -> JudgingProgress {
                try await test.registry.judgingProgress(ofRound: round.id, as: test.viewer)
            }
            #expect(try await progress().expected == 2 * judges)
            #expect(try await progress().count(.missing) == 2 * judges)
            _ = try await test.registry.saveSheets(
                round: round.id,
                [
                    SheetName(entry: round.codes[0], judge: "J1"): SheetContent(
                        marks: ["market": .value(try ExactDecimal("30"))])
                ], as: test.viewer)
            #expect(try await progress().judges[0].sheets == [.draft: 1, .missing: 1])
            try await round.score([95, 94])
            #expect(try await progress().count(.submitted) == 2 * judges)
            _ = try await test.registry.reopenSheet(
                round: round.id, entry: round.codes[1], judge: "J2", because: "ghi nhầm", as: test.viewer)
            #expect(try await progress().judges[1].sheets == [.submitted: 1, .reopened: 1])
            let sheets = try await test.registry.sheets(ofRound: round.id, as: test.viewer)
            #expect(
                try await progress().count(.submitted) == sheets.count { $0.state == .submitted },
                "the sheets themselves say the same")
        }
    }

    @Test("a preview tells of every row what the import would do with it, and changes nothing")
    func preview() async throws {
        try await TestRegistry.run { test in
            let round = try await test.drafted()
            let products = try await test.products(3)
            try await round.file([try round.script.entry(products[0])])
            let filed = round.script.filedOn.iso
            let rows = [
                "\(products[1].id),\(filed),A-1", "\(products[0].id),\(filed),",
                "\(products[2].id),\(filed),A-1",
                "99999,\(filed),", "x,\(filed),", "\(products[2].id),1999-01-01x,",
            ]
            let file = try RecordFile<EntryColumn>.read(
                received: Array(("product_id,filed_on,entry_code\n" + rows.joined(separator: "\n")).utf8),
                name: "../ho-so.csv")
            let preview = try await test.registry.previewEntries(
                file, round: round.id, as: test.viewer, today: test.today)
            #expect(preview.rows.map(\.line) == Array(2...7))
            #expect(preview.rows.map(\.outcome) == [.new, .duplicate, .duplicate, .wrong, .wrong, .wrong])
            #expect(preview.rows[0].name == products[1].name && preview.counts == nil)
            #expect(file.name == "ho-so.csv", "a path says nothing here")
            #expect(try await test.registry.entries(ofRound: round.id, as: test.viewer).count == 1)
        }
    }
}
