import Evidence
import FoundationEssentials
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Certificates that take the place of others")
struct ReplacementTests {
    private static let day = Day("2023-09-01")

    private static func replace(
        _ round: HeldRound, _ number: String, on day: Day = day, actDate: Day = Day("2023-08-25"),
        product: String? = nil, dryRun: Bool = false
    ) async throws -> CertificateRecord {
        try await run(round, number, on: day, actDate: actDate, product: product, dryRun: dryRun).certificate
    }

    private static func run(
        _ round: HeldRound, _ number: String, on day: Day = day, actDate: Day = Day("2023-08-25"),
        product: String? = nil, shown: String? = nil, dryRun: Bool = false
    ) async throws -> ReplacementRun {
        try await round.test.registry.replaceCertificate(
            CertificateReplacement(
                number: number, act: "31/QĐ-UBND", actDate: actDate, reason: "Sai tên sản phẩm",
                productName: product),
            CertificateIssue(round: 0, issuedOn: day, baseURL: "https://cnnt.example"), shown: shown,
            as: round.test.viewer, dryRun: dryRun)
    }

    private static func issued(_ test: TestRegistry, entries: Int = 2) async throws -> (HeldRound, [String]) {
        let round = try await test.decided(entries: entries)
        try await round.issue()
        return (round, try await round.certificates().compactMap(\.number))
    }

    @Test("the old number points to the new by act, number, day and reason; one of them is live on every day")
    func replaced() async throws {
        try await TestRegistry.run { test in
            let (round, numbers) = try await Self.issued(test)
            let dry = try await Self.replace(round, numbers[0], product: "Sản phẩm Đúng", dryRun: true)
            #expect(dry.number == "0003/2023/CNNT-H164")
            #expect(try await round.certificates().count == 2)
            let newer = try await Self.replace(round, numbers[0], product: "Sản phẩm Đúng")
            #expect(newer.number == "0003/2023/CNNT-H164" && newer.replacedNumber == numbers[0])
            #expect(newer.productName == "Sản phẩm Đúng")
            let older = try await test.registry.certificate(number: numbers[0], as: test.viewer)
            #expect(older.productName == "Sản phẩm Mẫu 1")
            #expect(older.validTo == newer.validTo && older.awardID == newer.awardID)
            #expect(older.replacement?.number == newer.number && older.replacement?.act == "31/QĐ-UBND")
            #expect(older.replacement?.actDate == Day("2023-08-25"))
            #expect(older.replacement?.reason == "Sai tên sản phẩm")
            for day in [round.script.issuedOn, Self.day.adding(days: -1), Self.day, newer.validTo] {
                let live = [older, newer].filter { $0.status(on: day) == .live }
                #expect(live.count == 1, "\(day.iso)")
            }
            #expect(older.status(on: Self.day) == .replaced && newer.status(on: Self.day) == .live)
            // the award is held since its first certificate, by the number that stands
            let award = try #require(
                try await test.registry.awards(as: test.viewer).first { $0.id == newer.awardID })
            #expect(award.certificateNumber == newer.number && award.replacedNumbers == [numbers[0]])
            #expect(award.issuedOn == round.script.issuedOn)
            #expect(try await test.registry.awards(as: test.viewer).count == 2)
            // and again: the number that stands is replaced, the others keep pointing on
            let third = try await Self.replace(round, try #require(newer.number), on: Day("2023-10-01"))
            #expect(third.productName == "Sản phẩm Mẫu 1")
            #expect(
                try await test.registry.awards(as: test.viewer).first { $0.id == newer.awardID }?
                    .replacedNumbers == [numbers[0], newer.number ?? ""])
            let list = try await test.registry.revocationList(
                on: Day("2023-10-02"), reliableFor: 7, as: test.viewer)
            #expect(
                Set(list.replacements.values.map(\.number))
                    == Set([newer.number, third.number].compactMap(\.self)))
            // a second batch of the round issues nothing for the award
            #expect(try await round.issue() == 0)
        }
    }

    @Test(
        "what was replaced, revoked, expired or not issued here is not replaced, and a replaced one not revoked"
    )
    func refused() async throws {
        try await TestRegistry.run { test in
            let (round, numbers) = try await Self.issued(test)
            await expectRefusal("replacement-day") {
                _ = try await Self.replace(round, numbers[0], on: Day("2023-08-20"))
            }
            await expectRefusal("replacement-day") {
                _ = try await Self.replace(
                    round, numbers[0], on: Day("2023-07-09"), actDate: Day("2023-07-01"))
            }
            await expectRefusal("certificate-expired") {
                _ = try await Self.replace(round, numbers[0], on: Day("2027-01-01"))
            }
            await expectRefusal("unknown-certificate") { _ = try await Self.replace(round, "9/9") }
            _ = try await Self.replace(round, numbers[0])
            await expectRefusal("certificate-replaced") { _ = try await Self.replace(round, numbers[0]) }
            func revoke(_ number: String) async throws {
                _ = try await test.registry.revokeCertificate(
                    number: number, act: "5/QĐ", on: Day("2023-11-01"), because: "Thử", as: test.viewer)
            }
            await expectRefusal("certificate-replaced") { try await revoke(numbers[0]) }
            try await revoke(numbers[1])
            await expectRefusal("certificate-revoked") { _ = try await Self.replace(round, numbers[1]) }
            // no number is lost by what was refused
            #expect(try await Self.issued(test, entries: 1).1 == ["0004/2023/CNNT-H164"])
        }
        try await TestRegistry.run { test in
            _ = try await test.award(to: try await test.awardedProduct())
            await expectRefusal("certificate-not-issued-here") {
                _ = try await Self.replace(
                    HeldRound(test: test, script: RoundScript(), id: 0), EarlierAwardRow().number,
                    actDate: Day("2023-08-25"))
            }
        }
    }

    @Test("an award in doubt after a correction of the result gets no other certificate")
    func inDoubt() async throws {
        try await TestRegistry.run { test in
            let (round, numbers) = try await Self.issued(test)
            _ = try await test.registry.correctRound(
                round.id,
                act: CorrectionAct(
                    number: "2/QĐ-HĐ", correctedOn: Day("2023-07-20"), because: "Cộng sai điểm"),
                corrections: [
                    MarkCorrection(
                        .replace, entry: round.codes[0], judge: "J1", criterion: "economy",
                        content: .value(try ExactDecimal("1")), reason: "Phiếu giấy ghi 1", row: 2)
                ], as: test.viewer, today: test.today)
            await expectRefusal("award-in-doubt") { _ = try await Self.replace(round, numbers[0]) }
            #expect(try await Self.replace(round, numbers[1]).number == "0003/2023/CNNT-H164")
        }
    }

    @Test(
        "a replacement that waits while what it prints is changed is not issued on what was looked at before, and would be if nobody said what that was",
        arguments: [true, false])
    func lookedAt(isSaid: Bool) async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let (round, numbers) = try await Self.issued(test)
            let shown = try await Self.run(round, numbers[0], dryRun: true)
            #expect(try await Self.run(round, numbers[0], dryRun: true).digest == shown.digest)
            #expect(
                try await Self.run(round, numbers[0], product: "Tên khác", dryRun: true).digest
                    != shown.digest)
            let product = try #require(
                round.entries.first { $0.productName == shown.certificate.productName }?.productID)
            let outcomes = try await OpenTransaction.with(test.database.url) { holder in
                try await holder.run {
                    try $0.execute("SELECT 1 FROM round WHERE round_id = \(round.id) FOR NO KEY UPDATE")
                }
                async let replaced = outcome {
                    _ = try await Self.run(round, numbers[0], shown: isSaid ? shown.digest : nil)
                }
                try await test.waitForBlocked()
                _ = try await test.registry.editProduct(
                    product, changes: Fields(named: ["members": "Ấm Mẫu|Chén Mẫu"]), as: test.viewer)
                try await holder.commit()
                return try await replaced
            }
            #expect(outcomes == (isSaid ? ["preview-changed"] : []))
            #expect(try await round.certificates().count == (isSaid ? 2 : 3))
        }
    }

    @Test("two who replace one certificate at once: one does, and the other is told by what")
    func race() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let (round, numbers) = try await Self.issued(test)
            async let one = outcome { _ = try await Self.replace(round, numbers[0]) }
            async let other = outcome { _ = try await Self.replace(round, numbers[0]) }
            let outcomes = try await [one, other]
            #expect(outcomes.contains([]) && outcomes.contains(["certificate-replaced"]))
            #expect(try await round.certificates().count == 3)
        }
    }

    @Test("one who revokes and one who replaces a certificate at once: it ends in one way only")
    func revokedMeanwhile() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let (round, numbers) = try await Self.issued(test, entries: 6)
            for number in numbers {
                async let replacing = outcome { _ = try await Self.replace(round, number) }
                async let revoking = outcome {
                    _ = try await test.registry.revokeCertificate(
                        number: number, act: "5/QĐ", on: Day("2023-09-01"), because: "Thử", as: test.viewer)
                }
                let outcomes = try await [replacing, revoking]
                #expect(
                    outcomes == [[], ["certificate-replaced"]] || outcomes == [["certificate-revoked"], []])
            }
        }
    }

    @Test("the lock that keeps the two apart: the second waits for the first, and sees what it did")
    func lock() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let (round, numbers) = try await Self.issued(test, entries: 1)
            try await OpenTransaction.with(test.database.url) { open in
                try await open.run { session in
                    try session.beginAudit()
                    try session.script(
                        "INSERT INTO revocation (certificate_id, number, revoked_on, reason) VALUES (1, '1/QĐ', '2023-08-01', 'x')"
                    )
                }
                async let replacing = outcome { _ = try await Self.replace(round, numbers[0]) }
                try await test.waitForBlocked()
                try await open.commit()
                let refused = try await replacing
                #expect(refused == ["certificate-revoked"])
            }
        }
    }

    @Test(
        "the database itself refuses two that stand, another award's place, a longer term, and both ends of one"
    )
    func walls() async throws {
        try await TestRegistry.run { test in
            let (round, numbers) = try await Self.issued(test)
            _ = try await Self.replace(round, numbers[0])
            @Sendable func insert(
                _ session: Session, award: Int, replaces: Int, issuedOn: String = "2023-09-01",
                validTo: String = "2026-12-31"
            ) throws {
                try session.beginAudit()
                try session.script(
                    """
                    INSERT INTO certificate_series VALUES ('X', 'Y', 2023, 1);
                    INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper,
                      replaces, replacement_act, replacement_act_date, replacement_reason)
                    VALUES (\(award), 'X', 'Y', 2023, 1, 'N', 'MÃ', '\(issuedOn)', '\(validTo)', '{}',
                      \(replaces), '1/QĐ', '2023-07-20', 'Thử')
                    """)
            }
            func wall(
                _ constraint: String, state: String, _ body: @escaping @Sendable (Session) throws -> Void
            ) async {
                await expectDatabaseError(state, constraint: constraint) {
                    try await test.asProgram { try body($0) }
                }
            }
            await wall("certificate_award_unique", state: "23505") {
                try insert($0, award: 1, replaces: 1)
            }
            await wall("certificate_replaces_fkey", state: "23503") {
                try insert($0, award: 1, replaces: 2)
            }
            await wall("certificate_replaces_fkey", state: "23503") {
                try insert($0, award: 2, replaces: 2, validTo: "2027-12-31")
            }
            await wall("certificate_replacement_order", state: "23000") {
                try insert($0, award: 2, replaces: 2, issuedOn: "2023-07-09")
            }
            await wall("revocation_of_replaced", state: "23000") { session in
                try session.beginAudit()
                try session.script(
                    "INSERT INTO revocation (certificate_id, number, revoked_on, reason) VALUES (1, '1', '2023-10-01', 'x')"
                )
            }
            _ = try await test.registry.revokeCertificate(
                number: numbers[1], act: "5/QĐ", on: Day("2023-11-01"), because: "Thử", as: test.viewer)
            await wall("certificate_replaces_revoked", state: "23000") {
                try insert($0, award: 2, replaces: 2)
            }
        }
    }

    @Test(
        "who goes up a level may name the old number: the award holds since its first certificate, and ends with the last"
    )
    func goingUp() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(.provincial, entries: 1)
            try await round.issue()
            let number = try #require(try await round.certificates().first?.number)
            _ = try await Self.replace(round, number, on: Day("2024-04-01"), actDate: Day("2024-03-28"))
            let up = try await test.drafted(.regional)
            try await up.open()
            let product = try #require(try await test.registry.products(as: test.viewer).first)
            let entry = try RoundScript.regional.entry(
                product,
                [
                    "lower_certificate": number, "nomination_number": "7/SCT",
                    "nomination_date": "2024-03-10",
                ])
            // filed before the new certificate was issued, while the old one was good
            let filed = try await up.file([entry])
            #expect(filed.first?.lowerCertificate == "0001/2024/CNNT-T19")
        }
    }

    @Test("those that expire in a year are listed with whom to tell, and not the replaced and revoked ones")
    func expiring() async throws {
        try await TestRegistry.run { test in
            let (round, numbers) = try await Self.issued(test, entries: 3)
            let newer = try await Self.replace(round, numbers[0])
            _ = try await test.registry.revokeCertificate(
                number: numbers[1], act: "5/QĐ", on: Day("2023-11-01"), because: "Thử", as: test.viewer)
            let list = try await test.registry.certificates(
                expiringIn: 2026, on: Day("2026-01-15"), as: test.viewer)
            #expect(Set(list.map(\.certificate.number)) == [newer.number, numbers[2]])
            #expect(list.allSatisfy { $0.provinceName == "Tỉnh Thái Nguyên" && $0.communeName != nil })
            #expect(
                try await test.registry.certificates(
                    expiringIn: 2027, on: Day("2026-01-15"), as: test.viewer
                ).isEmpty)
            await expectRefusal("year-unreadable") {
                _ = try await test.registry.certificates(
                    expiringIn: 1_000_000, on: test.today, as: test.viewer)
            }
        }
    }
}
