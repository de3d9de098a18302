import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("What other systems are told of results that change")
struct ChangedResultsTests {
    /// Of rounds and certificates, in the order in which it is told.
    private static func told(
        _ test: TestRegistry, after position: ChangePosition = .start, as viewer: Viewer? = nil
    ) async throws -> [String] {
        let page = try await test.registry.changes(after: position, limit: 1000, as: viewer ?? test.viewer)
        return page.changes.filter { $0.kind == .round || $0.kind == .certificate }.map {
            "\($0.kind.rawValue) \($0.number ?? String($0.id)) \($0.change)"
        }
    }

    @Test(
        "corrections, amendments, revocations and replacements after the publication are told, each in its place"
    )
    func story() async throws {
        try await TestRegistry.run { test in
            let registry = test.registry
            let round = try await test.closed(totals: [80, 75, 72, 69])
            @Sendable func correct(
                _ number: String, on day: Day, _ place: Int, _ mark: String
            ) async throws {
                _ = try await registry.correctRound(
                    round.id,
                    act: CorrectionAct(
                        number: number, correctedOn: day, because: "Cộng sai điểm"),
                    corrections: [
                        MarkCorrection(
                            .replace, entry: round.codes[place], judge: "J1", criterion: "economy",
                            content: .value(try ExactDecimal(mark)))
                    ], as: test.viewer, today: test.today)
            }
            // before anything is published it is part of what will be
            try await correct("4/QĐ-HĐ", on: Day("2023-06-10"), 1, "36")
            try await round.decide(lines(round.codes, recognised: 3))
            try await round.issue()
            let numbers = try await round.certificates().compactMap(\.number)
            #expect(
                try await Self.told(test) == numbers.map { "certificate \($0) issued" })
            _ = try await registry.publishRound(round.id, as: test.viewer)
            let published = try await registry.lastChange(as: test.viewer)
            try await correct("5/QĐ-HĐ", on: Day("2023-07-20"), 0, "20")
            _ = try await registry.amendDecision(
                ofRound: round.id, act: DecisionAct(number: "77/QĐ-UBND", decidedOn: Day("2023-08-10")),
                because: "Sau khiếu nại",
                rows: [DecisionRow(entry: round.codes[0], isRecognised: false, row: 2)], as: test.viewer,
                today: test.today)
            let lost = try await round.certificates().filter { $0.revocation != nil }.compactMap(\.number)
            let kept = numbers.filter { !lost.contains($0) }
            let new = try await registry.replaceCertificate(
                CertificateReplacement(
                    number: kept[0], act: "31/QĐ-UBND", actDate: Day("2023-08-25"), reason: "Sai tên",
                    productName: "Sản phẩm Đúng"),
                CertificateIssue(round: 0, issuedOn: Day("2023-09-01"), baseURL: "https://cnnt.example"),
                as: test.viewer
            ).certificate
            #expect(lost.count == 1)
            let since = [
                "round \(round.id) corrected", "certificate \(lost[0]) revoked", "round \(round.id) amended",
                "certificate \(new.number ?? "") issued", "certificate \(kept[0]) replaced",
            ]
            let told = try await Self.told(test, after: published)
            // one act revokes and amends: which of the two is told first says nothing
            #expect(told.count == since.count && Set(told) == Set(since), "\(told)")
            #expect(told.first == since[0] && told.suffix(2) == since.suffix(2), "\(told)")
            let all = try await Self.told(test)
            #expect(
                all == numbers.map { "certificate \($0) issued" } + ["round \(round.id) published"] + told)
            // what is published everybody may know; certificates are for who may list them
            try await test.account("can.bo")
            try await test.grant(.officer, in: "08", to: "can.bo")
            let stranger = try await test.viewer("can.bo")
            #expect(
                try await Self.told(test, as: stranger)
                    == ["published", "corrected", "amended"].map { "round \(round.id) \($0)" })
        }
    }
}
