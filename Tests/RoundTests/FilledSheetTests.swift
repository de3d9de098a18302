import Evidence
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Sheets filled away from the registry and handed in")
struct FilledSheetTests {
    /// A file as the page writes it; a test changes what it is about.
    private struct Draft {
        var round: String
        var stage: String?
        var judge = "J1"
        var rules: String
        /// Of each entry, by leaf.
        var marks: [(entry: String, marks: [(String, String)])]
        var comment = "Mẫu mã đẹp, “nên” xuất khẩu\ndòng hai"

        func file(signedWith key: SheetKey) throws -> [UInt8] {
            let document = JSONValue.object([
                "format": .string(FilledSheets.format), "round": .string(round),
                "stage": stage.map { .string($0) } ?? .null, "judge": .string(judge),
                "rules_sha256": .string(rules),
                "sheets": .array(
                    marks.map { sheet in
                        .object([
                            "entry": .string(sheet.entry), "comment": .string(comment),
                            "marks": .array(
                                sheet.marks.map { .array([.string($0.0), .string($0.1)]) }),
                        ])
                    }),
            ])
            let signature = key.sign(try CanonicalJSON.encode(document))
            let file = JSONValue.object([
                "document": document,
                "hmac_sha256": .string(SHA256Digest(bytes: signature)?.hex ?? ""),
            ])
            return Array(file.text.utf8) + [0x0A]
        }
    }

    private static func draft(_ round: HeldRound) async throws -> Draft {
        Draft(
            round: String(round.id), rules: try await round.record().rulesSHA256,
            marks: round.codes.map {
                ($0, [("market", "34.5"), ("economy", "30"), ("culture", "absent"), ("other", "8")])
            })
    }

    private static func receive(
        _ file: [UInt8], _ round: HeldRound, dryRun: Bool = false
    ) async throws -> MarkImportReport {
        try await round.test.registry.receiveSheets(
            try FilledSheets(file), round: round.id, as: round.test.viewer, dryRun: dryRun)
    }

    private static func code(_ round: HeldRound, judge: String = "J1") async throws -> SheetKey {
        try await round.test.registry.issueSheetCode(round: round.id, judge: judge, as: round.test.viewer)
            .key(round: round.id, judge: judge)
    }

    private static func marks(_ round: HeldRound) async throws -> Int {
        try await round.test.asProgram {
            try $0.value("SELECT count(*)::integer FROM mark WHERE round_id = \(round.id)", as: Int.self)
        }
    }

    @Test("a signed file becomes marks, absences too; the file is kept with its remarks, to the byte")
    func received() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 2)
            let key = try await Self.code(round)
            let file = try await Self.draft(round).file(signedWith: key)
            _ = try await Self.receive(file, round, dryRun: true)
            #expect(try await Self.marks(round) == 0)
            let report = try await Self.receive(file, round)
            #expect((report.marks, report.entries, report.judges) == (8, 2, 1))
            #expect(try await Self.marks(round) == 8)
            let kept = try await test.asProgram {
                try $0.value("SELECT document FROM handed_in_file", as: String.self)
            }
            #expect(Array(kept.utf8) == (try FilledSheets(file)).document)
            #expect(kept.contains("“nên” xuất khẩu\\ndòng hai"))
        }
    }

    @Test(
        "what was not signed with the judge's present code is refused: another judge's, an older one, none at all"
    )
    func codes() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 3), entries: 1)
            let draft = try await Self.draft(round)
            let other = try await Self.code(round, judge: "J2")
            await expectRefusal("sheet-no-code") {
                _ = try await Self.receive(try draft.file(signedWith: other), round)
            }
            let older = try await Self.code(round)
            await expectRefusal("sheet-signature") {
                _ = try await Self.receive(try draft.file(signedWith: other), round)
            }
            let key = try await Self.code(round)
            await expectRefusal("sheet-signature") {
                _ = try await Self.receive(try draft.file(signedWith: older), round)
            }
            var stolen = draft
            stolen.judge = "J2"
            await expectRefusal("sheet-signature") {
                _ = try await Self.receive(try stolen.file(signedWith: key), round)
            }
            stolen.judge = "J9"
            await expectRefusal("unknown-judge") {
                _ = try await Self.receive(try stolen.file(signedWith: key), round)
            }
            #expect(try await Self.marks(round) == 0)
            _ = try await Self.receive(try draft.file(signedWith: key), round)
        }
    }

    @Test("the same code in another round signs nothing here")
    func otherRoundsCode() throws {
        let code = try #require(PersonalCode(randomBytes: [UInt8](1...10)))
        #expect(code.key(round: 1, judge: "J1").bytes != code.key(round: 2, judge: "J1").bytes)
        #expect(code.key(round: 1, judge: "J1").bytes != code.key(round: 1, judge: "J2").bytes)
    }

    @Test("no byte of a file can be changed, wherever it is")
    func everyByte() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 1)
            let key = try await Self.code(round)
            let file = try await Self.draft(round).file(signedWith: key)
            let known: Set<String> = [
                "sheet-file-malformed", "sheet-file-altered", "sheet-signature", "sheet-other-round",
                "sheet-other-rules", "unknown-judge",
            ]
            for place in file.indices {
                var altered = file
                // 8 ↔ 9, a ↔ `: stays a digit or letter where it was one, mostly
                altered[place] ^= 1
                do {
                    _ = try await Self.receive(altered, round, dryRun: true)
                    Issue.record("byte \(place) of \(file.count)")
                } catch let refusal as Refusal {
                    #expect(known.contains(refusal.violations[0].code), "\(refusal.violations[0].code)")
                } catch let violation as Violation {
                    #expect(known.contains(violation.code), "\(violation.code)")
                }
            }
            for extra in [[0x20], [0x0A]] as [[UInt8]] {
                #expect(throws: Violation.self) { try FilledSheets(file + extra) }
            }
            _ = try await Self.receive(file, round)
        }
    }

    @Test("a file of another round or for other rules is refused, and so is one handed in twice")
    func others() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 1)
            let key = try await Self.code(round)
            var draft = try await Self.draft(round)
            draft.round = String(round.id + 1)
            await expectRefusal("sheet-other-round") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            draft.round = String(round.id)
            let rules = draft.rules
            draft.rules = String(repeating: "0", count: 64)
            await expectRefusal("sheet-other-rules") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            draft.rules = rules
            let file = try draft.file(signedWith: key)
            _ = try await Self.receive(file, round)
            await expectRefusal("sheet-handed-in") { _ = try await Self.receive(file, round) }
            // another file is a sheet handed in twice, until the head judge gives it back; then it is the next version
            draft.comment = "sửa nhận xét"
            let second = try draft.file(signedWith: key)
            await expectRefusal("sheet-submitted") { _ = try await Self.receive(second, round) }
            try await round.reopen(0, "J1")
            _ = try await Self.receive(second, round)
            let history = try await test.registry.sheetHistory(
                round: round.id, entry: round.codes[0], judge: "J1", as: test.viewer)
            #expect(history.map(\.comment) == ["Mẫu mã đẹp, “nên” xuất khẩu\ndòng hai", nil, "sửa nhận xét"])
            #expect(history.map(\.source) == ["offline", nil, "offline"])
        }
    }

    @Test("a file does not go over paper that is typed and not accepted, nor hand in half a sheet")
    func typedOrHalf() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 1)
            let key = try await Self.code(round)
            var draft = try await Self.draft(round)
            draft.marks[0].marks.removeLast()
            await expectRefusal("sheet-incomplete") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            draft = try await Self.draft(round)
            _ = try await test.registry.typeMarks(
                sheet(round.codes[0], judge: "J1", total: 80), copy: 1, round: round.id, as: test.viewer)
            await expectRefusal("typed-copies-open") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            #expect(try await Self.marks(round) == 0)
        }
    }

    @Test(
        "marks are held to the same rules as any: range, step, criteria, conflicts, assignments, the round's state"
    )
    func sameChecks() async throws {
        try await TestRegistry.run { test in
            let plan = #"{"scoring": {"step": "0.5"}}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 3), entries: 1)
            let key = try await Self.code(round)
            var draft = try await Self.draft(round)
            draft.marks[0].marks = [
                ("market", "40.5"), ("economy", "30.25"), ("beauty", "8"), ("other", "-1"),
            ]
            let told = await expectRefusal(
                "mark-out-of-range", "mark-off-step", "unknown-criterion", "mark-out-of-range"
            ) { _ = try await Self.receive(try draft.file(signedWith: key), round) }
            #expect(told.map(\.place.row) == [1, 2, 3, 4])
            draft = try await Self.draft(round)
            draft.marks[0].entry = "KHONG-CO"
            await expectRefusal("unknown-entry", "unknown-entry", "unknown-entry", "unknown-entry") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            draft = try await Self.draft(round)
            draft.stage = "final"
            await expectRefusal("unknown-stage", "unknown-stage", "unknown-stage", "unknown-stage") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            draft = try await Self.draft(round)
            try await test.registry.recordConflict(
                round: round.id, judge: "J1", establishment: round.entries[0].establishmentID,
                because: "Người nhà", on: Day("2023-05-20"), as: test.viewer)
            await expectRefusal("judge-in-conflict") {
                _ = try await Self.receive(try draft.file(signedWith: key), round)
            }
            #expect(try await Self.marks(round) == 0)
        }
    }

    @Test("nothing is taken once the round is closed, whatever the program does")
    func closed() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 1)
            let key = try await Self.code(round)
            let file = try await Self.draft(round).file(signedWith: key)
            try await round.score([80])
            try await round.close()
            await expectRefusal("round-state") { _ = try await Self.receive(file, round) }
            await expectRefusal("round-state") { _ = try await Self.code(round) }
            let (id, filled) = (round.id, try FilledSheets(file))
            await #expect(throws: PostgresError.self) {
                try await test.asOwner { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO handed_in_file (round_id, judge_id, sheet_key_id, document, sha256, signature)
                        SELECT \(id), judge_id, sheet_key_id, 'x', sha256('x'), \(Bytes(filled.signature)) FROM sheet_key
                        """)
                }
            }
        }
    }

    @Test("the code itself is nowhere in the database")
    func onlyTheKey() async throws {
        try await TestRegistry.run { test in
            let round = try await test.judged(RoundScript(judges: 1), entries: 1)
            let code = try await test.registry.issueSheetCode(round: round.id, judge: "J1", as: test.viewer)
            let plain = code.grouped.filter { $0 != "-" }
            let key = try await test.asProgram {
                try $0.value("SELECT key FROM sheet_key", as: Bytes.self)
            }
            #expect(key.bytes == code.key(round: round.id, judge: "J1").bytes)
            let rows = try await test.asOwner {
                try $0.value(
                    "SELECT string_agg(k::text, '') || (SELECT string_agg(a::text, '') FROM audit_event a) FROM sheet_key k",
                    as: String.self)
            }
            #expect(!rows.contains(plain) && !rows.contains(code.grouped))
        }
    }

    @Test("a round of stages takes the marks for the stage that the file is of")
    func stages() async throws {
        try await TestRegistry.run { test in
            let plan =
                #"{"stages": [{"id": "dossier", "name": "Hồ sơ"}, {"id": "final", "name": "Chung khảo"}], "result_stage": "final"}"#
            let round = try await test.judged(RoundScript(plan: plan, judges: 1), entries: 1)
            let key = try await Self.code(round)
            var draft = try await Self.draft(round)
            draft.stage = "dossier"
            _ = try await Self.receive(try draft.file(signedWith: key), round)
            let stages = try await test.asProgram {
                try $0.values("SELECT DISTINCT stage FROM mark", as: String.self)
            }
            #expect(stages == ["dossier"])
        }
    }
}
