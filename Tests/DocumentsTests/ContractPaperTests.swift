import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Annexes to contracts on booths as paper")
struct ContractPaperTests {
    private static let opening = Day(daysSince2000: 9_840)  // 10/12/2026

    private static func rule(
        _ source: FundingSource, _ share: String, caps: FundingCaps = FundingCaps(), priority: Int = 100,
        _ basis: String
    ) throws -> FundingRule {
        try FundingRule(
            source: source, province: source == .local ? try UnitCode("19") : nil, share: try Percent(share),
            caps: caps, priorityPercent: priority,
            validity: try #require(Validity(from: Day(daysSince2000: 9_000), to: nil)), legalBasis: basis)
    }

    /// A contract of a tenant with the longest name and so many booths, every other one paid for, some of them shared.
    static func contract(booths count: Int = 5, isReversed: Bool = false, isPlain: Bool = false) throws
        -> BoothContract
    {
        let national = try rule(
            .national, "100", priority: 150, "26/2014/TTLT-BTC-BCT, Điều 6 khoản 2 điểm d, Điều 7")
        let local = try rule(
            .local, "62.5",
            caps: FundingCaps(
                perBooth: VND(6_000_000), boothsPerFair: 2, perFair: VND(12_000_000), fairsPerYear: 2,
                perYear: VND(24_000_000)), "09/2021/QĐ-UBND")
        let party = ContractParty(
            kind: .establishment, establishment: 7, name: isPlain ? "X" : Sample.longestEstablishment,
            taxCode: isPlain ? nil : "9999000005",
            address: isPlain ? nil : "Xóm Mẫu 2, Xã Tân Cương, Tỉnh Thái Nguyên")
        let booths = try (1...count).map { place in
            let rent = try #require(VND(Int64(place) * 9_600_005))
            let rule = isPlain ? nil : place % 3 == 1 ? national : place % 3 == 2 ? local : nil
            let support = rule?.source == .national ? rent : VND(6_000_000)
            return ContractBooth(
                allocation: Int64(place), code: "A\(place)", zone: place == 4 ? nil : "Khu Thủ công mỹ nghệ",
                width: place == 3 ? try Length("2.625") : .standardBoothSide, depth: .standardBoothSide,
                days: try FairDays(first: opening, last: opening.adding(days: place == 2 ? 0 : 4)),
                price: rent,
                funding: rule.map { ContractFunding(source: $0.source, support: support, rule: $0) },
                province: ContractProvince(code: "19", name: "Tỉnh Thái Nguyên"),
                tenants: [
                    ContractTenant(party: party, role: .tenant, part: place == 5 ? VND(3_000_000) : nil)
                ]
                    + (place == 5
                        ? [
                            ContractTenant(
                                party: ContractParty(
                                    kind: .establishment, establishment: 8, name: "HTX Ví Dụ"),
                                role: .tenant, part: VND(3_000_000))
                        ] : []))
        }
        return try BoothContract(
            fair: ContractFair(
                id: 3, name: "Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc năm 2026",
                organiser: "Tỉnh Thái Nguyên", venue: "Quảng trường Võ Nguyên Giáp",
                days: try FairDays(first: opening, last: opening.adding(days: 4)),
                setUpOn: opening.adding(days: -2)), booths: isReversed ? booths.reversed() : booths,
            confirmedOn: opening.adding(days: -20))
    }

    @Test("it says both parties, positions, sizes, days, rents, funds, and every sum in figures and in words")
    func text() throws {
        let text = try Self.contract().text
        let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for said in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "PHỤ LỤC HỢP ĐỒNG", "Thông tư 36/2013/TT-BCT, Điều 14",
            "Bên A (bên cho thuê): Tỉnh Thái Nguyên", "Mã số thuế: 9999000005",
            "cho bên B thuê 5 (năm) gian hàng: A1, A2, A3, A4, A5.", "2,625", "9.600.005", "144.000.075",
            "Tổng giá thuê: 144.000.075 đồng (Bằng chữ: một trăm bốn mươi bốn triệu không trăm bảy mươi lăm đồng).",
            "Do khuyến công quốc gia hỗ trợ: 48.000.025 đồng",
            "Do khuyến công địa phương hỗ trợ: 12.000.000 đồng",
            "Do bên B thanh toán: 84.000.050 đồng", "62,5 % giá thuê; tối đa 6.000.000 đồng một gian hàng",
            "Điều 3. Đơn vị trong gian hàng chung", "HTX Ví Dụ", "Điều 4. Điều khoản chung", "ĐẠI DIỆN BÊN A",
            "ĐẠI DIỆN BÊN B", "Hội chợ được tổ chức từ 10/12/2026 đến 14/12/2026",
        ] { #expect(plain.contains(said), "\(said)\n\(text)") }
        #expect(text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 100 })
        let bare = try Self.contract(booths: 1, isPlain: true).text
        #expect(
            bare.contains("Không có kinh phí khuyến công hỗ trợ") && bare.contains("Điều 3. Điều khoản chung")
        )
        #expect(!bare.contains("gian hàng chung") && !bare.contains("Mức hỗ trợ"))
    }

    @Test(
        "the same contract gives the same bytes, in whatever order its booths came; a small one is a page or two"
    )
    func bytes() throws {
        let renderer = try OfficeRenderer(fonts: try FontSet.load())
        let bytes = try renderer.render(try Self.contract())
        #expect(
            try OfficeRenderer(fonts: try FontSet.load()).render(try Self.contract(isReversed: true)) == bytes
        )
        #expect(try renderer.pageCounts(of: ContractForm.document(try Self.contract(isPlain: true)))[0] <= 2)
        if let folder = ProcessInfo.processInfo.environment["CNNT_KEEP_PAPERS"] {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/contract.pdf"))
            try Data(try renderer.render(try Self.contract(booths: 60))).write(
                to: URL(fileURLWithPath: folder + "/contract-long.pdf"))
            try Data(try renderer.render(try Self.contract(booths: 1, isPlain: true))).write(
                to: URL(fileURLWithPath: folder + "/contract-plain.pdf"))
        }
    }
}
