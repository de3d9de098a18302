import Registry
import RuralIndustry
import TestSupport

/// A provincial round of 2023 whose certificates were issued on 2023-07-10: they are valid to 2026-12-31.
struct HeldRound: Sendable {
    let round: Int64
    let products: [ProductRecord]
    /// In the order of `products`.
    let certificates: [CertificateRecord]

    static let day = Day("2023-05-15")
    /// 2026-11-20, when tests run.
    static let now = Day("2026-11-20").noon

    /// Holds a round among products of these names, all of one establishment, and recognises all of them.
    static func hold(
        in test: TestRegistry, _ names: [String], establishment: String = "Hợp tác xã Chè Mẫu",
        issued: Bool = true, published: Bool = true, isSpecimen: Bool = false
    ) async throws -> HeldRound {
        let registry = test.registry
        let maker = try await test.establishment(
            name: establishment, commune: "05503",
            [
                "phone": "0912345678", "email": "nguoi.mau@example.com", "address": "Xóm Bí Mật 7",
                "representative": "Ông Riêng Tư",
            ])
        var products: [ProductRecord] = []
        for name in names { products.append(try await test.product(of: maker, name: name)) }

        let round = try await registry.createRound(
            NewRound(
                regulationID: "vbhn-16-2018", level: .provincial, organiserCode: "19", year: 2023,
                name: "Kỳ mẫu",
                plan: try RegulationLayer(parsing: Array(plan.utf8), as: .plan), heldOn: day, intakeUntil: day
            ),
            as: test.viewer, today: test.today
        ).id
        _ = try await registry.openRound(round, as: test.viewer)
        for seat in 1...7 {
            _ = try await registry.addCouncilMember(
                round: round, name: "Ủy viên \(seat)",
                role: seat == 1 ? .chair : seat == 2 ? .standingViceChair : .member,
                from: day, as: test.viewer)
            _ = try await registry.addJudge(
                round: round, code: "J\(seat)", name: "Giám khảo \(seat)",
                role: seat == 1 ? .head : seat == 2 ? .deputy : .judge, from: day, as: test.viewer)
        }
        let entries = try await enter(products, into: round, test)
        _ = try await registry.startJudging(round, as: test.viewer)
        _ = try await registry.importMarks(try marks(for: entries), round: round, as: test.viewer)
        _ = try await registry.closeRound(round, as: test.viewer, today: Day("2023-05-30"))
        _ = try await registry.decideRound(
            round,
            act: DecisionAct(
                number: "9001/QĐ-UBND", decidedOn: Day("2023-06-30"), signatoryName: "Người Ký Mẫu"),
            rows: try entries.map { try DecisionRow(entry: $0.code, recognised: "yes") }, as: test.viewer)
        if issued {
            _ = try await registry.issueCertificates(
                CertificateIssue(
                    round: round, issuedOn: Day("2023-07-10"), baseURL: "https://cnnt.example.vn",
                    isSpecimen: isSpecimen),
                as: test.viewer)
        }
        if published { _ = try await registry.publishRound(round, as: test.viewer) }

        let certificates = try await registry.certificates(round: round, as: test.viewer)
        let awards = try await registry.awards(as: test.viewer)
        return HeldRound(
            round: round, products: products,
            certificates: products.compactMap { product in
                let award = awards.first { $0.productID == product.id }
                return certificates.first { $0.awardID == award?.id }
            })
    }

    private static func enter(
        _ products: [ProductRecord], into round: Int64, _ test: TestRegistry
    ) async throws -> [EntryRecord] {
        let drafts = try products.enumerated().map { index, product in
            Located(
                try EntryDraft(
                    Fields(named: [
                        "product_id": String(product.id), "filed_on": "2023-05-10",
                        "exception": "lower-round-not-held",
                    ])),
                at: Place(row: index + 2))
        }
        let entries = try await test.registry.importEntries(
            drafts, round: round, as: test.viewer, today: test.today)
        _ = try await test.registry.moveEntries(
            round: round, codes: entries.map(\.code), to: .accepted, because: nil, as: test.viewer)
        return entries
    }

    private static func marks(for entries: [EntryRecord]) throws -> [ScoreRow] {
        try entries.enumerated().flatMap { index, entry in
            try (1...7).flatMap { judge in
                try [("market", 36), ("economy", 36), ("culture", 9), ("other", 9)].map {
                    criterion, best throws(Refusal) in
                    try ScoreRow(Fields(texts: [entry.code, "J\(judge)", criterion, "\(best - index % 4)"]))
                }
            }
        }
    }

    private static let plan = """
        {"scoring": {"step": "1", "display": 2, "ties": ["share"], "quorum": {"judges_per_entry": 5}}}
        """
}
