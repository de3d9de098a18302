import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Certificates that are revoked as it was looked at")
struct RevocationTests {
    private static func revoke(
        _ round: HeldRound, _ number: String, act: String = "3/QĐ", shown: String? = nil,
        dryRun: Bool = false
    ) async throws -> RevocationReport {
        try await round.test.registry.revokeCertificate(
            number: number, act: act, on: Day("2024-04-01"), because: "Vi phạm", shown: shown,
            as: round.test.viewer, dryRun: dryRun)
    }

    private static func issued(_ test: TestRegistry) async throws -> (HeldRound, CertificateRecord) {
        let round = try await test.decided(.provincial, entries: 1)
        try await round.issue()
        return (round, try #require(try await round.certificates().first))
    }

    @Test("a trial keeps nothing, tells what rests on the award, and refuses what would be refused")
    func trial() async throws {
        try await TestRegistry.run { test in
            let (round, certificate) = try await Self.issued(test)
            let number = try #require(certificate.number)
            let first = try await Self.revoke(round, number, dryRun: true)
            #expect(first.warnings == [] && first.certificate.revocation?.number == "3/QĐ")
            #expect(try await round.certificates().allSatisfy { $0.revocation == nil })
            #expect(try await Self.revoke(round, number, act: "4/QĐ", dryRun: true).digest != first.digest)
            _ = try await test.registry.nominate(
                certificates: [number], to: .regional, number: "9/TTr", on: Day("2024-03-01"), as: test.viewer
            )
            let second = try await Self.revoke(round, number, dryRun: true)
            #expect(second.warnings.map(\.code) == ["award-relied-on"])
            #expect(second.warnings[0].text.vi.contains("9/TTr"))
            await expectRefusal("preview-changed") {
                _ = try await Self.revoke(round, number, shown: first.digest)
            }
            #expect(try await round.certificates().allSatisfy { $0.revocation == nil })
            _ = try await Self.revoke(round, number, shown: second.digest)
            #expect(try await round.certificates().allSatisfy { $0.revocation != nil })
            await expectRefusal("certificate-revoked-already") {
                _ = try await Self.revoke(round, number, dryRun: true)
            }
        }
    }

    @Test(
        "a revocation waits for a nomination on its way and is not recorded on what was looked at before, and would be if nobody said what that was",
        arguments: [true, false])
    func nominatedMeanwhile(isSaid: Bool) async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let (round, certificate) = try await Self.issued(test)
            let number = try #require(certificate.number)
            let shown = try await Self.revoke(round, number, dryRun: true)
            let award = certificate.awardID
            let outcomes = try await OpenTransaction.with(test.database.url) { nominating in
                try await nominating.run { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO nomination (award_id, to_level, number, nominated_on)
                        VALUES (\(award), 'regional', '9/TTr', '2024-03-01')
                        """)
                }
                async let revoked = outcome {
                    _ = try await Self.revoke(round, number, shown: isSaid ? shown.digest : nil)
                }
                try await test.waitForBlocked()
                try await nominating.commit()
                return try await revoked
            }
            #expect(outcomes == (isSaid ? ["preview-changed"] : []))
            #expect(try await round.certificates().allSatisfy { ($0.revocation == nil) == isSaid })
        }
    }

    @Test("a nomination that waits for a revocation on its way is told that the award does not hold any more")
    func revokedMeanwhile() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let (_, certificate) = try await Self.issued(test)
            let number = try #require(certificate.number)
            let outcomes = try await OpenTransaction.with(test.database.url) { revoking in
                try await revoking.run { session in
                    try session.beginAudit()
                    try session.execute(
                        """
                        INSERT INTO revocation (certificate_id, number, revoked_on, reason)
                        VALUES (\(certificate.id), '3/QĐ', '2024-02-01', 'Vi phạm')
                        """)
                }
                async let nominated = outcome {
                    _ = try await test.registry.nominate(
                        certificates: [number], to: .regional, number: "9/TTr", on: Day("2024-03-01"),
                        as: test.viewer)
                }
                try await test.waitForBlocked()
                try await revoking.commit()
                return try await nominated
            }
            #expect(outcomes == ["lower-award-expired"])
            #expect(try await test.registry.nominations(as: test.viewer).isEmpty)
        }
    }
}
