import FoundationEssentials
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Notices to entrants, and the tabular list that goes up")
struct NoticeTests {
    private static func send(
        _ round: HeldRound, on day: Day = Day("2023-06-01"), dryRun: Bool = false
    ) async throws -> NoticeBatch {
        try await round.test.registry.sendNotices(
            ofRound: round.id, on: day, by: .post, as: round.test.viewer, today: round.test.today,
            dryRun: dryRun)
    }

    @Test(
        "every entrant is told the own result, the decision and the last day for a complaint, once and in writing"
    )
    func told() async throws {
        try await TestRegistry.run { test in
            _ = try await test.registry.importCalendar(
                [
                    Located(
                        CalendarDay(date: Day("2023-06-05"), kind: .holiday, legalBasis: "Thử"), at: Place())
                ],
                as: test.viewer)
            let round = try await test.judged(entries: 3)
            try await round.score([80, 65, 90])
            try await round.move([round.codes[2]], to: .withdrawn, because: "Xin rút")
            await expectRefusal("round-state") { _ = try await Self.send(round) }
            try await round.close()
            await expectRefusal("notice-day") { _ = try await Self.send(round, on: Day("2026-11-21")) }
            await expectRefusal("notice-day") { _ = try await Self.send(round, on: Day("2023-05-29")) }
            #expect(try await Self.send(round, dryRun: true).added == 3)
            let batch = try await Self.send(round)
            #expect(batch.added == 3 && batch.warnings.isEmpty)
            // 15 working days after Thursday 1 June, with Monday 5 June off
            #expect(Set(batch.notices.map(\.complainUntil)) == [Day("2023-06-23")])
            func text(_ batch: NoticeBatch, _ place: Int) throws -> String {
                try #require(batch.notices.first { $0.entry == round.codes[place] }).text
            }
            #expect(
                try text(batch, 0).contains(
                    "Điểm bình quân: 80.00\nMức điểm để được xem xét công nhận: từ 70 – đạt\n"))
            #expect(try text(batch, 0).contains("đến hết ngày 23/06/2023"))
            #expect(try text(batch, 1).contains("không đạt"))
            #expect(try text(batch, 2).contains("Xin rút"))
            // ranks and other entrants are not for them
            #expect(batch.notices.allSatisfy { !$0.text.contains("Xếp hạng") })
            #expect(try !text(batch, 0).contains(round.codes[1]))
            // again: the same words and days
            let again = try await Self.send(round, on: Day("2023-06-02"))
            #expect(again.added == 0 && again.notices == batch.notices)
            try await round.decide([
                DecisionRow(entry: round.codes[0], isRecognised: true),
                DecisionRow(entry: round.codes[1], isRecognised: false, reason: "Không đủ điểm"),
            ])
            await expectRefusal("notice-day") { _ = try await Self.send(round) }
            let decided = try await Self.send(round, on: Day("2023-07-01"))
            #expect(decided.added == 3)
            #expect(
                try text(decided, 0).contains(
                    "Quyết định số \(round.act.number) ngày 30/06/2023 của Ủy ban nhân dân thành phố Thái Nguyên: công nhận sản phẩm."
                ))
            #expect(try text(decided, 1).contains("không công nhận sản phẩm.\nLý do: Không đủ điểm\n"))
            #expect(try await test.registry.notices(ofRound: round.id, as: test.viewer).count == 6)
        }
    }

    @Test(
        "a plan may tell ranks; a calendar without holidays is warned about, and the files hold the words sent"
    )
    func files() async throws {
        try await TestRegistry.run { test in
            let script = RoundScript(plan: #"{"notice": {"rank": "shown"}}"#)
            let round = try await test.closed(script, totals: [80, 90])
            let batch = try await Self.send(round)
            #expect(batch.warnings.map(\.code) == ["calendar-incomplete"])
            let notice = try #require(batch.notices.first { $0.entry == round.codes[0] })
            #expect(notice.text.contains("Xếp hạng: 2\n"))
            let folder = "/tmp/cnnt-notices-\(UInt64.random(in: 0 ... .max))"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            #expect(batch.write(to: folder) == [])
            let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(notice.file)"))
            #expect(String(decoding: data, as: UTF8.self) == notice.text)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        }
    }

    @Test("past the use case nobody is told of what is not there")
    func wall() async throws {
        try await TestRegistry.run { test in
            let judging = try await test.judged(entries: 1)
            let closed = try await test.closed(totals: [80])
            for (entry, kind, day) in [
                (judging.entries[0].id, "result", "2023-06-01"),
                (closed.entries[0].id, "decision", "2023-06-01"),
                (closed.entries[0].id, "result", "2023-05-29"),
            ] {
                await expectDatabaseError("23000", constraint: "entry_notice_result") {
                    try await test.asProgram { session in
                        try session.beginAudit()
                        try session.script(
                            "INSERT INTO entry_notice (entry_id, kind, result_version, noticed_on, channel, body) VALUES (\(entry), '\(kind)', 1, '\(day)', 'post', 'x')"
                        )
                    }
                }
            }
        }
    }

    // MARK: The tabular list

    @Test("the tabular list holds what a letter sent up, with what the dossier says of product and maker")
    func tabular() async throws {
        try await TestRegistry.run { test in
            let maker = try await test.establishment(
                name: "Hợp tác xã Mẫu", taxCode: taxCode(1),
                [
                    "representative": "Bà Mẫu", "labour": "55", "capital_vnd": "1500000000",
                    "phone": "0912345678",
                ])
            let first = try await test.product(
                of: maker, name: "Chè Mẫu",
                ["material": "Chè", "local_material_percent": "80", "markets": "EU|Nhật"])
            let second = try await test.product(of: maker, name: "Bánh Mẫu")
            let round = try await test.decided(.provincial, entries: 2, products: [first, second])
            try await round.issue()
            let numbers = try await round.certificates().compactMap(\.number)
            for (number, letter) in zip(numbers, ["12/UBND", "13/UBND"]) {
                _ = try await test.registry.nominate(
                    certificates: [number], to: .regional, number: letter, on: Day("2024-03-15"),
                    as: test.viewer)
            }
            func list(_ filter: NominationFilter) async throws -> [TabularLine] {
                try await test.registry.tabularList(filter, as: test.viewer)
            }
            let all = try await list(NominationFilter(round: round.id))
            #expect(all.map(\.letterNumber) == ["12/UBND", "13/UBND"])
            let line = try #require(all.first { $0.product == "Chè Mẫu" })
            #expect(line.representative == "Bà Mẫu" && line.labour == 55 && line.capitalVND == 1_500_000_000)
            #expect(line.localMaterialPercent == "80" && line.markets == ["EU", "Nhật"])
            #expect(line.taxCode == taxCode(1) && line.province == "Tỉnh Thái Nguyên")
            #expect(line.decisionNumber == round.act.number && line.validTo == Day("2026-12-31"))
            #expect(try await list(NominationFilter(level: .regional, number: "13/UBND")).count == 1)
            #expect(try await list(NominationFilter(level: .regional, day: Day("2024-03-16"))) == [])
            #expect(try await list(NominationFilter(level: .national)) == [])
            await expectRefusal("unknown-round") { _ = try await list(NominationFilter(round: 999)) }
        }
    }
}
