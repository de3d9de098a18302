import Documents
import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Corrections of a closed result")
struct CorrectionTests {
    private static let key = SigningKey()

    private static func correct(
        _ round: HeldRound, _ corrections: [MarkCorrection], number: String = "5/QĐ-HĐ",
        complaint: Int64? = nil,
        seed: String? = nil, base: Int? = nil, shown: String? = nil, on day: Day = Day("2023-07-20"),
        dryRun: Bool = false
    ) async throws -> CorrectionReport {
        try await round.test.registry.correctRound(
            round.id,
            act: CorrectionAct(
                number: number, correctedOn: day, because: "Cộng sai điểm", complaint: complaint, seed: seed),
            corrections: corrections, base: base, shown: shown, as: round.test.viewer,
            today: round.test.today, dryRun: dryRun)
    }

    private static func replace(
        _ round: HeldRound, _ entry: Int, _ judge: String, _ criterion: String, _ score: String, row: Int = 2
    ) throws -> MarkCorrection {
        MarkCorrection(
            .replace, entry: round.codes[entry], judge: judge, criterion: criterion,
            content: .value(try ExactDecimal(score)), reason: "Phiếu giấy ghi \(score)", row: row)
    }

    private static func totals(_ round: HeldRound, version: Int? = nil) async throws -> [String] {
        try await round.test.registry.tally(ofRound: round.id, version: version, as: round.test.viewer).tally
            .lines
            .map { "\($0.entry) \($0.total?.description ?? "–") \($0.rank ?? 0) \($0.eligible == true)" }
    }

    private static func bundle(_ round: HeldRound, version: Int? = nil) async throws -> ResultBundle {
        try await round.bundle(version: version, signedBy: key)
    }

    @Test(
        "the differences are shown and nothing is changed; then a new version counts, and the old one stays to be read"
    )
    func versions() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(RoundScript(judges: 3), totals: [80, 78, 60])
            let (first, second) = (round.codes[0], round.codes[1])
            let before = try await Self.totals(round)
            let old = try await Self.bundle(round)
            let corrections = [try Self.replace(round, 1, "J2", "economy", "40")]
            let shown = try await Self.correct(round, corrections, dryRun: true)
            #expect(shown.base == 1 && shown.lines.count == 3)
            #expect(shown.lines.map(\.difference.entry) == [first, second, round.codes[2]])
            #expect(shown.lines.map(\.difference.isChanged) == [false, true, false])
            #expect(try await Self.totals(round) == before)
            #expect(try await test.registry.resultVersions(ofRound: round.id, as: test.viewer).count == 1)

            _ = try await Self.correct(round, corrections, base: 1)
            #expect(try await Self.totals(round)[1] == "\(second) 236/3 2 true")
            #expect(try await Self.totals(round, version: 1) == before)
            let versions = try await test.registry.resultVersions(ofRound: round.id, as: test.viewer)
            #expect(versions.map(\.version) == [1, 2] && versions.map(\.isLive) == [false, true])
            #expect(versions[1].number == "5/QĐ-HĐ" && versions[1].corrections == 1)

            let again = try await Self.bundle(round, version: 1)
            #expect(again.bytes == old.bytes)
            let new = try await Self.bundle(round)
            #expect(new.parts[.corrections]?.array?.count == 1)
            let line = try #require(new.parts[.corrections]?.array?[0]["marks"]?.array?[0])
            #expect(
                line.array?.compactMap(\.string) == [
                    second, "result", "J2", "economy", "38", "40", "Phiếu giấy ghi 40",
                ])
            await expectRefusal("unknown-result-version") { _ = try await Self.bundle(round, version: 3) }
            await expectRefusal("unknown-result-version") { _ = try await Self.totals(round, version: 0) }
        }
    }

    @Test(
        "versions follow one another; marks are taken out, put back and added, and each version can be computed again"
    )
    func chain() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            for judge in ["J1", "J2", "J3"] {
                try await round.score(sheet(round.codes[0], judge: judge, total: 80))
            }
            for judge in ["J1", "J2"] {
                try await round.score(sheet(round.codes[1], judge: judge, total: 72))
            }
            try await round.score(
                ["market", "economy", "culture", "other"].map {
                    try scoreRow(round.codes[1], "J3", $0, "", absence: "absent")
                })
            try await round.close()
            let market = MarkCorrection(.exclude, entry: round.codes[0], judge: "J3", criterion: "market")
            _ = try await Self.correct(round, [market])
            // the sheet is incomplete now and does not count, so the total rests on two judges
            var tally = try await test.registry.tally(ofRound: round.id, as: test.viewer).tally
            #expect(tally.lines.first?.judges == 2 && tally.marksSubmitted == 23)
            #expect(tally.marksCounted + tally.exclusions.count == tally.marksSubmitted)
            await expectRefusal("correction-no-mark") { _ = try await Self.correct(round, [market]) }
            let late = try sheet(round.codes[1], judge: "J3", total: 90).map {
                MarkCorrection(
                    .replace, entry: $0.mark.entry, judge: "J3", criterion: $0.mark.criterion,
                    content: $0.mark.content)
            }
            let back = MarkCorrection(
                .add, entry: round.codes[0], judge: "J3", criterion: "market",
                content: .value(try ExactDecimal("22")))
            _ = try await Self.correct(round, late + [back], number: "6/QĐ-HĐ")
            tally = try await test.registry.tally(ofRound: round.id, as: test.viewer).tally
            #expect(tally.lines.map { $0.total?.description } == ["78", "74"])
            for version in 1...3 {
                let bundle = try await Self.bundle(round, version: version)
                #expect((bundle.parts[.corrections]?.array?.count ?? 0) == version - 1)
            }
        }
    }

    @Test("a sheet that was submitted twice is corrected in its last version; it cannot lose every mark")
    func reopenedSheet() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            for judge in ["J1", "J2", "J3"] { try await round.submit(0, judge, total: 80) }
            try await round.reopen(0, "J1")
            try await round.submit(0, "J1", total: 77)
            try await round.close()
            #expect(try await Self.totals(round) == ["\(round.codes[0]) 79 1 true"])

            let all = ["market", "economy", "culture", "other"].enumerated().map { index, criterion in
                MarkCorrection(
                    .exclude, entry: round.codes[0], judge: "J1", criterion: criterion, content: nil,
                    reason: "Loại cả phiếu", row: index + 2)
            }
            await expectRefusal("correction-empties-sheet") { _ = try await Self.correct(round, all) }
            _ = try await Self.correct(round, [try Self.replace(round, 0, "J1", "economy", "40")])
            #expect(try await Self.totals(round) == ["\(round.codes[0]) 80 1 true"])
            for version in [1, 2] { _ = try await Self.bundle(round, version: version) }
            let marks = try #require(try await Self.bundle(round).parts[.marks])
            #expect(marks["submitted"] == .integer(16) && marks["excluded"]?["superseded"] == .integer(4))
            #expect(try await Self.totals(round, version: 1) == ["\(round.codes[0]) 79 1 true"])
        }
    }

    @Test("a correction adds the sheet of a drawn judge's successor, and never a second voice of one seat")
    func seats() async throws {
        try await TestRegistry.run { test in
            let products = try await test.products(1)
            let plan = #"{"scoring": {"quorum": {"judges_per_entry": 2}}}"#
            var round = try await test.drafted(RoundScript(plan: plan, judges: 3))
            try await round.open()
            try await round.seat()
            round.entries = try await round.file(try products.map { try round.script.entry($0) })
            try await round.move(round.codes, to: .accepted)
            _ = try await test.registry.drawAssignment(
                round: round.id, perEntry: 3, seed: "a", on: test.today, as: test.viewer)
            try await round.judge()
            try await test.registry.replaceJudge(
                round: round.id, code: "J3", by: "J4", name: "Giám Khảo Mới", on: Day("2023-05-21"),
                because: "Ốm", by: SeatAct(number: "77/QĐ-UBND", day: Day("2023-05-20")), as: test.viewer)
            let code = round.codes[0]
            for judge in ["J1", "J2"] { try await round.score(sheet(code, judge: judge, total: 80)) }
            try await round.close()
            func whole(_ action: CorrectionAction, _ judge: String) throws -> [MarkCorrection] {
                try sheet(code, judge: judge, total: 71).map {
                    MarkCorrection(
                        action, entry: code, judge: judge, criterion: $0.mark.criterion,
                        content: action == .exclude ? nil : $0.mark.content)
                }
            }
            // the paper of the successor was lost and found again
            _ = try await Self.correct(round, try whole(.add, "J4"))
            #expect(try await Self.totals(round) == ["\(code) 77 1 true"])
            let second = try whole(.add, "J3")
            await expectRefusal(
                "seat-marked-already", "seat-marked-already", "seat-marked-already", "seat-marked-already"
            ) {
                _ = try await Self.correct(round, second)
            }
            // whose voice it is may be put right in one act
            _ = try await Self.correct(round, second + whole(.exclude, "J4"))
            #expect(try await Self.totals(round) == ["\(code) 77 1 true"])
            _ = try await Self.bundle(round)
            let id = round.id
            await expectDatabaseError("23000", constraint: "mark_correction_seat_once") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO result_correction (round_id, version, number, corrected_on, reason, stage, marks, lines_sha256)
                        VALUES (\(id), 4, '7/QĐ', '2023-07-20', 'x', 'result', 0, sha256(''))
                        """)
                    try session.execute(
                        """
                        INSERT INTO mark_correction (result_correction_id, round_id, version, entry_id, stage, judge_id, leaf,
                          product_group, action, value, reason)
                        SELECT c.result_correction_id, c.round_id, c.version, e.entry_id, 'result', j.judge_id, 'market',
                          e.product_group, 'add', 1, 'x'
                        FROM result_correction c JOIN entry e USING (round_id) JOIN judge j USING (round_id)
                        WHERE c.version = 4 AND j.code = 'J4'
                        """)
                }
            }
        }
    }

    @Test(
        "after a correction entrants are told anew, complaints count from that, and the minutes go with the decision"
    )
    func toldAnew() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(RoundScript(judges: 3), totals: [68, 80])
            func tell(on day: String) async throws -> NoticeBatch {
                try await test.registry.sendNotices(
                    ofRound: round.id, on: Day(iso: day), by: .post, as: test.viewer, today: test.today)
            }
            func minutes() async throws -> RoundMinutes {
                try await test.registry.minutes(
                    ofRound: round.id, checkpoint: nil, codesOnly: false, as: test.viewer)
            }
            func words(_ batch: NoticeBatch) throws -> String {
                try #require(batch.notices.first { $0.entry == round.codes[0] }).text
            }
            #expect(try words(try await tell(on: "2023-06-01")).contains("Điểm bình quân: 68.00"))
            // three judges, four points each: 72
            let more = try ["J1", "J2", "J3"].enumerated().map {
                try Self.replace(round, 0, $1, "economy", "32", row: $0 + 2)
            }
            _ = try await Self.correct(round, more)
            // nobody was told the corrected result before there was one: the term would be over before it began
            await expectRefusal("notice-day") { _ = try await tell(on: "2023-07-19") }
            let corrected = try await tell(on: "2023-07-25")
            #expect(try corrected.added == 2 && words(corrected).contains("Điểm bình quân: 72.00"))
            #expect(try await tell(on: "2023-07-26").added == 0)
            func complain(received: String) async throws -> ComplaintRecord {
                try await test.registry.fileComplaint(
                    NewComplaint(
                        round: round.id, entry: round.codes[0], complainant: "Hợp tác xã Mẫu",
                        statement: "Điểm cộng sai.",
                        receivedOn: Day(iso: received)), as: test.viewer, today: test.today
                ).record
            }
            // fifteen working days from the second notice, not from closing
            let complaint = try await complain(received: "2023-08-15")
            #expect(complaint.noticedOn == Day("2023-07-25") && complaint.fileBy == Day("2023-08-15"))
            await expectRefusal("complaint-late") { _ = try await complain(received: "2023-08-16") }
            await expectRefusal("complaint-day") {
                _ = try await test.registry.withdrawComplaint(
                    complaint.id, on: Day("2099-01-01"), because: "x", as: test.viewer, today: test.today)
            }

            try await round.decide(
                round.codes.map { DecisionRow(entry: $0, isRecognised: true) })
            let signed = try await minutes()
            let line = try #require(signed.result.lines.first { $0.tally.entry == round.codes[0] })
            #expect(line.tally.shown == "72.00" && line.tally.eligible == true && line.isRecognised == true)
            #expect(signed.corrections.map(\.isIncluded) == [true])
            #expect(signed.corrections[0].number == "5/QĐ-HĐ" && signed.corrections[0].marks == 3)
            // what comes after the decision is named, and not counted
            _ = try await Self.correct(
                round, [try Self.replace(round, 0, "J1", "economy", "31")], number: "6/QĐ-HĐ")
            let later = try await minutes()
            #expect(later.result == signed.result && later.corrections.map(\.isIncluded) == [true, false])
            let text = later.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(
                text.contains("đã tính vào kết quả dưới đây") && text.contains("sau quyết định, không tính"))
        }
    }

    @Test("a correction is recorded as it was looked at: not if a decision came since, to which it matters")
    func lookedAt() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 75])
            let correction = [try Self.replace(round, 1, "J1", "economy", "5")]
            let shown = try await Self.correct(round, correction, dryRun: true)
            try await round.decide(lines(round.codes, recognised: 2))
            await expectRefusal("preview-changed") {
                _ = try await Self.correct(round, correction, base: shown.base, shown: shown.digest)
            }
            let again = try await Self.correct(round, correction, dryRun: true)
            #expect(again.base == shown.base && again.digest != shown.digest)
            let made = try await Self.correct(round, correction, base: again.base, shown: again.digest)
            #expect(made.digest == again.digest)
        }
    }

    @Test("before the decision: what is recognised rests on the corrected result")
    func beforeDecision() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 71])
            _ = try await Self.correct(round, [try Self.replace(round, 1, "J1", "economy", "29")])
            await expectRefusal("decision-entry-not-eligible") {
                try await round.decide(lines(round.codes, recognised: 2))
            }
            try await round.decide(lines(round.codes, recognised: 1))
            let bundle = try await Self.bundle(round)
            #expect(bundle.parts[.decision] != nil)
            #expect(try await Self.bundle(round, version: 1).parts[.decision] == nil)
        }
    }

    @Test(
        "after it: awards and certificates stay, what follows is told, and no certificate is issued in doubt")
    func afterDecision() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 75, 72, 69])
            try await round.decide(lines(round.codes, recognised: 3))
            try await round.issue()
            let certificates = try await round.certificates()
            _ = try await test.registry.publishRound(round.id, as: test.viewer)
            let report = try await Self.correct(
                round,
                [
                    try Self.replace(round, 0, "J1", "economy", "20"),
                    try Self.replace(round, 3, "J1", "economy", "38"),
                ])
            let follows = Dictionary(
                uniqueKeysWithValues: report.lines.map { ($0.difference.entry, $0.difference.consequence) })
            #expect(follows[round.codes[0]] == .awardWithdrawn)
            #expect(follows[round.codes[3]] == .awardPossible)
            #expect(follows[round.codes[1]] == .some(nil) && follows[round.codes[2]] == .some(nil))
            let named = report.lines.first { $0.difference.entry == round.codes[0] }?.certificate
            #expect(certificates.map(\.number).contains(named))
            let now = try await round.certificates()
            #expect(now.map(\.number) == certificates.map(\.number), "nothing is revoked silently")
            #expect(now.allSatisfy { $0.revocation == nil })
            #expect(
                try await test.registry.awardsInDoubt(ofRound: round.id, as: test.viewer) == [
                    "Sản phẩm Mẫu 1"
                ])
            // the judges do not learn from it whose the entries are
            try await test.account("truong")
            try await test.grant(.headJudge, in: "round:\(round.id)", to: "truong")
            let head = try await test.viewer("truong")
            await expectRefusal("not-permitted") {
                _ = try await test.registry.awardsInDoubt(ofRound: round.id, as: head)
            }
            // the decision rests on the first version, and its bundle goes on saying so
            #expect(try await Self.bundle(round, version: 1).parts[.decision] != nil)
            #expect(try await Self.bundle(round).parts[.decision] == nil)
        }
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 2)
            _ = try await Self.correct(round, [try Self.replace(round, 0, "J1", "economy", "3")])
            #expect(try await round.issue() == 1)
            await expectDatabaseError("23000", constraint: "certificate_award_in_doubt") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.script(
                        """
                        INSERT INTO certificate_series VALUES ('X', '19', 2023, 1);
                        INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper)
                        SELECT award_id, 'X', '19', 2023, 1, 'N1', 'ABC', '2023-08-01', '2026-12-31', '{}' FROM award a
                        WHERE NOT EXISTS (SELECT FROM certificate c WHERE c.award_id = a.award_id)
                        """)
                }
            }
        }
    }

    @Test("a correction is of a day on which there was a result to correct, and not of one to come")
    func days() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(RoundScript(judges: 3), totals: [80, 78, 60])
            let corrections = [try Self.replace(round, 1, "J2", "economy", "39")]
            for day in [Day("2023-05-29"), Day("2026-11-21")] {
                await expectRefusal("correction-day") {
                    _ = try await Self.correct(round, corrections, on: day)
                }
            }
            _ = try await Self.correct(round, corrections, on: Day("2023-05-30"))
            let more = [try Self.replace(round, 1, "J3", "economy", "39")]
            _ = try await Self.correct(round, more, on: Day("2023-07-20"))
            await expectRefusal("correction-day") {
                _ = try await Self.correct(round, corrections, on: Day("2023-07-19"))
            }
            await expectDatabaseError("23000", constraint: "result_correction_day") {
                try await test.asProgram { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO result_correction (round_id, version, number, corrected_on, reason, stage, marks, lines_sha256)
                        SELECT round_id, version + 1, 'x', corrected_on - 1, 'x', stage, marks, lines_sha256
                        FROM result_correction WHERE version = 3
                        """)
                }
            }
        }
    }

    @Test("every wrong row is told, and nothing is changed")
    func refused() async throws {
        try await TestRegistry.run { test in
            let judging = try await test.judged(entries: 1)
            await expectRefusal("round-state") {
                _ = try await Self.correct(judging, [try Self.replace(judging, 0, "J1", "market", "1")])
            }
            let round = try await test.closed(
                RoundScript(plan: #"{"scoring": {"step": "0.5"}}"#), totals: [80, 71])
            await expectRefusal("unknown-judge") {
                _ = try await Self.correct(round, [try Self.replace(round, 0, "J9", "market", "1")])
            }
            await expectRefusal("mark-out-of-range", "mark-off-step") {
                _ = try await Self.correct(
                    round,
                    [
                        try Self.replace(round, 0, "J1", "market", "41"),
                        try Self.replace(round, 1, "J1", "market", "8.3", row: 3),
                    ])
            }
            await expectRefusal("correction-empty") { _ = try await Self.correct(round, []) }
            let good = [try Self.replace(round, 0, "J1", "market", "30")]
            await expectRefusal("unknown-complaint") { _ = try await Self.correct(round, good, complaint: 9) }
            let complaint = try await test.registry.fileComplaint(
                NewComplaint(
                    round: round.id, entry: round.codes[0], complainant: "x", statement: "x",
                    receivedOn: Day("2023-06-01")), as: test.viewer, today: test.today
            ).record
            _ = try await Self.correct(round, good, complaint: complaint.id)
            await expectRefusal("result-moved") {
                _ = try await Self.correct(round, [try Self.replace(round, 0, "J1", "market", "31")], base: 1)
            }
            _ = try await test.registry.withdrawComplaint(
                complaint.id, on: Day("2023-07-21"), because: "x", as: test.viewer, today: test.today)
            await expectRefusal("complaint-not-upheld") {
                _ = try await Self.correct(
                    round, [try Self.replace(round, 0, "J1", "market", "31")], complaint: complaint.id)
            }
            #expect(try await test.registry.resultVersions(ofRound: round.id, as: test.viewer).count == 2)
        }
    }

    @Test(
        "the database itself keeps corrections to what stands, to range, to entrants without conflict, to one act"
    )
    func walls() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(RoundScript(judges: 3), totals: [80])
            _ = try await Self.correct(round, [try Self.replace(round, 0, "J1", "market", "30")])
            @Sendable func write(
                _ session: Session, version: Int = 3, action: String = "replace", value: String? = "20",
                leaf: String = "market", newCorrection: Bool = true
            ) throws {
                try session.beginAudit()
                if newCorrection {
                    try session.execute(
                        """
                        INSERT INTO result_correction (round_id, version, number, corrected_on, reason, stage, marks, lines_sha256)
                        VALUES (\(round.id), \(version), '7/QĐ', '2023-07-20', 'x', 'result', 0, sha256(''))
                        """)
                }
                try session.execute(
                    """
                    INSERT INTO mark_correction (result_correction_id, round_id, version, entry_id, stage, judge_id, leaf,
                      product_group, action, value, reason)
                    SELECT c.result_correction_id, c.round_id, c.version, e.entry_id, 'result', j.judge_id, \(leaf),
                      e.product_group, \(action), \(value)::text::numeric, 'x'
                    FROM result_correction c JOIN entry e USING (round_id) JOIN judge j USING (round_id)
                    WHERE c.version = \(version) AND j.code = 'J1'
                    """)
            }
            func expectWall(
                _ constraint: String, state: String = "23000",
                _ work: @escaping @Sendable (Session) throws -> Void
            ) async {
                await expectDatabaseError(state, constraint: constraint) { try await test.asProgram(work) }
            }
            await expectWall("result_correction_version_step") { try write($0, version: 4) }
            await expectWall("result_correction_version_step") { try write($0, version: 2) }
            await expectWall("mark_correction_standing") { try write($0, action: "add") }
            await expectWall("mark_correction_content", state: "23514") { try write($0, action: "exclude") }
            await expectWall("mark_correction_value_range") { try write($0, value: "41") }
            await expectWall("mark_correction_one_act") {
                try write($0, version: 2, leaf: "economy", newCorrection: false)
            }
            for statement in [
                "UPDATE mark_correction SET value = 1", "DELETE FROM result_correction",
                "UPDATE corrected_line SET rank = 1", "DELETE FROM corrected_part",
            ] {
                await expectDatabaseError("42501") { try await test.asProgram { try $0.script(statement) } }
            }
            await expectWall("decision_live_result") { session in
                try session.beginAudit()
                try session.execute(
                    """
                    WITH made AS (
                      INSERT INTO decision (round_id, number, decided_on, authority, place, capacity, signatory_title,
                        signatory_name) VALUES (\(round.id), '1', '2023-08-30', 'UBND', '', '', '', '') RETURNING decision_id
                    ) INSERT INTO decision_line (decision_id, entry_id, recognised)
                    SELECT decision_id, \(round.entries[0].id), false FROM made
                    """)
            }
        }
    }

    @Test(
        "of two corrections at once the second starts from what the first made; without the walls both would be live",
        arguments: [true, false])
    func race(isProtected: Bool) async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let round = try await test.closed(totals: [80])
            if !isProtected {
                try await test.asOwner {
                    try $0.script(
                        """
                        DROP TRIGGER result_correction_step ON result_correction;
                        ALTER TABLE result_correction DROP CONSTRAINT result_correction_version_once
                        """)
                }
            }
            @Sendable func write(_ session: Session) throws {
                try session.beginAudit()
                try session.execute(
                    """
                    INSERT INTO result_correction (round_id, version, number, corrected_on, reason, stage, marks, lines_sha256)
                    VALUES (\(round.id), 2, '7/QĐ', '2023-07-20', 'x', 'result', 0, sha256(''))
                    """)
            }
            let second = try await test.second(after: { try write($0) }, waits: isProtected) { try write($0) }
            #expect(second == (isProtected ? "result_correction_version_step" : "written"))
        }
    }

    @Test("a lie in the program's arithmetic is found by the second computation, of a corrected result too")
    func recomputed() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(totals: [80, 71])
            try await test.asOwner { session in
                try session.script(
                    """
                    CREATE FUNCTION corrected_line_lie() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN NEW.total := ''99''; RETURN NEW; END';
                    CREATE TRIGGER corrected_line_lie BEFORE INSERT ON corrected_line FOR EACH ROW EXECUTE FUNCTION corrected_line_lie();
                    """)
            }
            await #expect(throws: IntegrityFailure.self) {
                _ = try await Self.correct(round, [try Self.replace(round, 0, "J1", "market", "30")])
            }
            try await test.asOwner { try $0.script("DROP TRIGGER corrected_line_lie ON corrected_line") }
            #expect(try await test.registry.resultVersions(ofRound: round.id, as: test.viewer).count == 1)
        }
    }

    @Test("a correction is sealed and in the tree; altering any of its tables, or its bundle, is found")
    func tampering() async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            let round = try await test.closed(RoundScript(judges: 3), totals: [80, 71])
            _ = try await Self.correct(round, [try Self.replace(round, 0, "J1", "market", "30")])
            _ = try await test.registry.sealAudit(patience: .seconds(60), as: test.viewer)
            #expect(try await test.registry.verifyAudit(as: test.viewer).findings == [])
            let leaves = try await test.asProgram {
                try $0.values("SELECT kind FROM evidence_leaf ORDER BY leaf_index", as: String.self)
            }
            #expect(leaves == ["result", "correction"])
            struct Undone: Error { let found: [String] }
            for (table, statement) in [
                ("result_correction", "UPDATE result_correction SET reason = 'y'"),
                ("corrected_line", "UPDATE corrected_line SET total = '99' WHERE rank = 1"),
                ("corrected_part", "DELETE FROM corrected_part WHERE part = 'roster'"),
                ("mark_correction", "UPDATE mark_correction SET value = value - 1"),
            ] {
                try await test.tamper {
                    try $0.script("CREATE TABLE kept AS SELECT * FROM \(table); \(statement)")
                }
                let findings = try await test.registry.verifyAudit(as: test.viewer).findings
                #expect(
                    findings.contains { $0.code == "audit-record-altered" && $0.text.en.contains(table) },
                    "\(table)")
                try await test.tamper {
                    try $0.script(
                        "DELETE FROM \(table); INSERT INTO \(table) SELECT * FROM kept; DROP TABLE kept")
                }
            }
            #expect(try await test.registry.verifyAudit(as: test.viewer).findings == [])

            let honest = try await Self.bundle(round)
            for (old, new) in [
                ("\"version\":2", "\"version\":3"), ("\"40\",\"30\"", "\"39\",\"30\""),
                ("\"40\",\"30\"", "\"30\",\"30\""),
                ("\"40\",\"30\"", "\"40\",\"31\""), ("\"40\",\"30\"", "null,\"30\""),
            ] {
                var parts = honest.parts
                let text = try #require(parts[.corrections]).text
                let forgedText = text.replacing(old, with: new)
                #expect(forgedText != text)
                parts[.corrections] = try JSONValue(parsing: forgedText)
                let forged = try TwoVerifiers.forged(parts, signedBy: Self.key)
                let found = BundleVerification(of: forged.bytes, trusting: TrustedKeys()).findings.map(\.code)
                // another mark before, or none, is a chain that leads here as well: for that there are the signature and the
                // bundle of the version before
                let isPlausible = ["null,\"30\"", "\"39\",\"30\""].contains(new)
                #expect(found == (isPlausible ? [] : ["bundle-corrections"]), "\(new)")
                #expect((SecondVerifier.findings(forged.bytes) == nil) == isPlausible, "\(new)")
            }
        }
    }
}
