import FoundationEssentials
import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("From the district to the nation")
struct GoingUpTests {
    private static let national = RoundScript(
        level: .national, regulation: "vbhn-46-2025", organiser: "VN", heldOn: Day("2025-09-10"),
        filedOn: Day("2025-08-20"), closedOn: Day("2025-09-25"), decidedOn: Day("2025-10-20"),
        issuedOn: Day("2025-11-03"))

    /// A round that the product wins, resting on the certificate of the round below.
    private static func win(
        _ script: RoundScript, _ product: ProductRecord, over lower: HeldRound, act: DecisionAct? = nil
    ) async throws -> HeldRound {
        let round = try await lower.test.judged(
            script, products: [product],
            [
                "lower_certificate": try await lower.certificates().first?.number ?? "",
                "nomination_number": "12/UBND-CN",
                "nomination_date": lower.script.issuedOn.iso,
            ])
        try await round.score([90])
        try await round.close()
        try await round.decide(lines(round.codes, recognised: 1), act: act)
        try await round.issue()
        return round
    }

    private static func paper(_ round: HeldRound) async throws -> CertificatePaper {
        let text = try await round.test.asProgram { session in
            try session.value(
                """
                SELECT c.paper FROM certificate c JOIN award a USING (award_id) JOIN decision d USING (decision_id)
                WHERE d.round_id = \(round.id)
                """, as: String.self)
        }
        return try JSONDecoder().decode(CertificatePaper.self, from: Data(text.utf8))
    }

    @Test("each level's certificate opens the next one, and the history holds them all")
    func allLevels() async throws {
        try await TestRegistry.run { test in
            let product = try await test.products(1)[0]
            let district = try await test.decided(
                RoundScript(
                    heldOn: Day("2022-05-15"), filedOn: Day("2022-04-10"), closedOn: Day("2022-05-30"),
                    decidedOn: Day("2022-06-30"), issuedOn: Day("2022-07-10")),
                entries: 1, products: [product])
            try await district.issue()
            let province = try await Self.win(
                .provincial.with { $0.exception = nil }, product, over: district)
            let region = try await Self.win(
                .regional, product, over: province,
                act: DecisionAct(
                    number: "44/QĐ-CTĐP", decidedOn: Day("2024-05-13"), signatoryName: "Trần Thị Mẫu"))
            let nation = try await Self.win(
                Self.national, product, over: region,
                act: DecisionAct(
                    number: "2568/QĐ-BCT", decidedOn: Day("2025-10-20"), capacity: .forHead,
                    signatoryTitle: "THỨ TRƯỞNG", signatoryName: "Lê Thị Mẫu"))

            let history = try await test.registry.awardHistory(.product(product.id), as: test.viewer)
            #expect(history.map(\.level) == [.district, .provincial, .regional, .national])
            #expect(
                history.map(\.certificateNumber) == [
                    "0001/2022/CNNT-H164", "0001/2023/CNNT-T19", "0001/2024/CNNT-KV-B", "0001/2025/CNNT-QG",
                ])
            #expect(
                history.map { $0.validTo?.iso } == ["2025-12-31", "2026-12-31", "2027-12-31", "2028-12-31"])
            // Today the first has expired.
            #expect(history.map { $0.status(on: test.today) } == [.expired, .live, .live, .live])

            let regional = try await Self.paper(region)
            #expect(regional.levelName == "cấp khu vực phía Bắc năm 2024")
            #expect(regional.issuer == ["BỘ CÔNG THƯƠNG", "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"])
            #expect(regional.signature == .init(capacity: "", title: "CỤC TRƯỞNG", name: "Trần Thị Mẫu"))
            #expect(regional.place == "Hà Nội")
            let top = try await Self.paper(nation)
            #expect(top.levelName == "cấp quốc gia năm 2025")
            #expect(top.issuer == ["BỘ CÔNG THƯƠNG"])
            #expect(
                top.signature == .init(capacity: "KT. BỘ TRƯỞNG", title: "THỨ TRƯỞNG", name: "Lê Thị Mẫu"))
            #expect(top.establishment.unit == "xã Tân Cương, tỉnh Thái Nguyên")
        }
    }

    @Test("the public sees an award when its round is published, not before")
    func published() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(entries: 1)
            try await round.issue()
            let product = round.entries[0].productID
            let code = try #require(try await round.certificates().first?.code)
            func seen() async throws -> [String?] {
                try await test.registry.awardHistory(.product(product), as: .anybody).map(\.certificateNumber)
            }
            #expect(try await seen() == [])
            guard
                case .unknown = try await test.registry.verifyCertificate(
                    code: code, on: test.today, as: .anybody)
            else {
                Issue.record("an unpublished certificate was spoken of")
                return
            }
            _ = try await test.registry.publishRound(round.id, as: test.viewer)
            #expect(try await seen() == ["0001/2023/CNNT-H164"])
            guard
                case .genuine(let certificate) = try await test.registry.verifyCertificate(
                    code: code, on: test.today, as: .anybody)
            else {
                Issue.record("a published certificate was not found")
                return
            }
            #expect(certificate.status == .live)
            #expect(certificate.history.count == 1)
        }
    }

    @Test(
        "who revokes a certificate is told what rests on its award; the list of nominations tells that it is gone"
    )
    func reliedOn() async throws {
        try await TestRegistry.run { test in
            let lower = try await test.decided(.provincial, entries: 2)
            try await lower.issue()
            let papers = try await lower.certificates()
            let numbers = papers.compactMap(\.number)
            func warnings(_ number: String) async throws -> [Violation] {
                try await test.registry.reliances(onCertificate: number, as: test.viewer)
            }
            #expect(try await warnings(numbers[0]) == [])
            _ = try await test.registry.nominate(
                certificates: numbers, to: .regional, number: "9/TTr", on: Day("2024-03-01"), as: test.viewer)
            let told = try await warnings(numbers[0])
            #expect(told.map(\.code) == ["award-relied-on"])
            #expect(told[0].text.vi.contains("9/TTr") && told[0].text.vi.contains(papers[0].productName))
            let product = try #require(
                lower.entries.first { $0.productName == papers[0].productName }?.productID)
            let upper = try await test.drafted(.regional)
            try await upper.open()
            try await upper.file([
                try EntryDraft(
                    Fields(named: [
                        "product_id": String(product), "filed_on": upper.script.filedOn.iso,
                        "lower_certificate": numbers[0], "nomination_number": "9/TTr",
                        "nomination_date": "2024-03-01",
                    ]))
            ])
            #expect(try await warnings(numbers[0]).count == 2)
            await expectRefusal("unknown-certificate") { _ = try await warnings("X") }
            func listed() async throws -> [Day?] {
                try await test.registry.nominations(as: test.viewer).map(\.revokedOn)
            }
            #expect(try await listed() == [nil, nil])
            _ = try await test.registry.revokeCertificate(
                number: numbers[0], act: "3/QĐ", on: Day("2024-04-01"), because: "Vi phạm", as: test.viewer)
            #expect(try await listed() == [Day("2024-04-01"), nil])
        }
    }

    @Test("a revoked certificate stays in the history, as revoked, and is not sent up")
    func revoked() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(.provincial, entries: 1)
            try await round.issue()
            let number = try #require(try await round.certificates().first?.number)
            func revoke(_ act: String, _ day: Day) async throws -> CertificateRecord {
                try await test.registry.revokeCertificate(
                    number: number, act: act, on: day, because: "Vi phạm", as: test.viewer
                ).certificate
            }
            await expectRefusal("revocation-day") { _ = try await revoke("3/QĐ", Day("2023-07-09")) }
            await expectRefusal("text-empty") { _ = try await revoke("", Day("2024-01-01")) }
            let revoked = try await revoke("3/QĐ", Day("2024-01-01"))
            #expect(revoked.status(on: Day("2023-12-31")) == .live)
            #expect(revoked.status(on: Day("2024-01-01")) == .revoked)
            await expectRefusal("certificate-revoked-already") {
                _ = try await revoke("4/QĐ", Day("2024-01-02"))
            }
            await expectRefusal("lower-award-expired") {
                _ = try await test.registry.nominate(
                    certificates: [number], to: .regional, number: "1", on: Day("2024-03-01"), as: test.viewer
                )
            }
            let history = try await test.registry.awardHistory(
                .product(round.entries[0].productID), as: test.viewer)
            #expect(history.map(\.revokedOn) == [Day("2024-01-01")])
        }
    }

    @Test("one letter nominates several certificates, all or none, and again changes nothing")
    func letter() async throws {
        try await TestRegistry.run { test in
            let round = try await test.decided(.provincial, entries: 3)
            try await round.issue()
            let numbers = try await round.certificates().compactMap(\.number)
            func nominate(_ certificates: [String]) async throws -> [NominationRecord] {
                try await test.registry.nominate(
                    certificates: certificates, to: .regional, number: "12/UBND", on: Day("2024-03-15"),
                    as: test.viewer)
            }
            await expectRefusal("unknown-certificate") {
                _ = try await nominate([numbers[0], "9999/2023/CNNT-T19"])
            }
            let none = try await test.registry.nominations(as: test.viewer)
            #expect(none == [])
            #expect(try await nominate(numbers).map(\.certificateNumber) == numbers)
            #expect(try await nominate([numbers[1]]).count == 1)
            #expect(try await test.registry.nominations(to: .regional, as: test.viewer).count == 3)
        }
    }
}
