import Foundation
import RuralIndustry
import Testing

@testable import Documents

@Suite("Minutes of a sharing out of booths as paper")
struct AllocationPaperTests {
    /// A fair with two halls of booths and invented tenants: the shortest and the longest name, groups, quotas and a draw.
    static func minutes(requests count: Int = 30, isReversed: Bool = false) throws -> AllocationMinutes {
        let booths = (1...20).map { place in
            AllocationInput.Booth(
                code: "A\(place)", zone: place <= 10 ? "Khu A" : "Khu B",
                neighbours: [place - 1, place + 1].filter { (1...20).contains($0) }.map { "A\($0)" })
        }
        let requests = try (1...count).map { place in
            let name = place == 2 ? Sample.longestEstablishment : place == 3 ? "X" : "HTX Ví Dụ \(place)"
            return AllocationInput.Request(
                number: Int64(place), tenant: .establishment(Int64(100 + place)), tenantName: name,
                province: try UnitCode(place % 3 == 0 ? "08" : "19"),
                group: place % 2 == 0 ? .food : .handicraft,
                funds: nil, booths: place % 4 == 0 ? 3 : 1, isAdjacent: place % 8 == 0,
                zones: place % 5 == 0 ? ["Khu B"] : [], takesOtherZones: place % 10 != 0,
                filedOn: try Day(iso: "2026-11-0\(place % 9 + 1)"),
                awards: place % 7 == 0 ? [.provincial: 1] : [:])
        }
        let input = AllocationInput(
            fair: 3, fairName: "Hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc năm 2026",
            day: try Day(iso: "2026-12-10"), booths: isReversed ? booths.reversed() : booths,
            requests: isReversed ? requests.reversed() : requests,
            quotas: [
                AllocationProblem.Quota(province: try UnitCode("19"), maximum: 12),
                AllocationProblem.Quota(province: try UnitCode("19"), group: .food, maximum: 4),
                AllocationProblem.Quota(province: try UnitCode("08"), maximum: 5),
            ], provinces: ["19": "Tỉnh Thái Nguyên", "08": "Tỉnh Tuyên Quang"],
            rules: AllocationRules(priority: try PriorityRule("national:30|provincial:10")),
            seed: "Giải đặc biệt ngày 22/11/2026")
        // any hash that mixes will do for paper
        func mixed(_ bytes: [UInt8]) -> [UInt8] {
            let sum = bytes.reduce(into: UInt64(1_469_598_103_934_665_603)) {
                $0 = ($0 ^ UInt64($1)) &* 1_099_511_628_211
            }
            return (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
        }
        let plan = try AllocationPlan(of: try input.problem(), sha256: mixed)
        return AllocationMinutes(
            run: 5, input: input, plan: plan, waiting: try input.waiting(after: plan, sha256: mixed),
            organiser: "Sở Công Thương tỉnh Thái Nguyên", venue: "Quảng trường Võ Nguyên Giáp",
            fairDays: try FairDays(first: try Day(iso: "2026-12-10"), last: try Day(iso: "2026-12-14")),
            declaredOn: try Day(iso: "2026-10-20"), requestsBefore: 0,
            requestsUntil: try Day(iso: "2026-11-22"),
            day: try Day(iso: "2026-11-23"), heldUntil: try Day(iso: "2026-12-01"), actor: "nguyen-van-mau",
            inputSHA256: String(repeating: "0f", count: 32), resultSHA256: String(repeating: "a1", count: 32))
    }

    @Test("they say rule, seed, every request with its reason, quotas, waiting list, bound and gap")
    func text() throws {
        let minutes = try Self.minutes()
        let text = minutes.text
        let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for said in [
            "BIÊN BẢN",
            "Công bố ngày 20 tháng 10 năm 2026, trước khi nhận đăng ký đầu tiên; nhận đăng ký đến hết ngày 22/11/2026",
            "Giải đặc biệt ngày 22/11/2026", "gian thứ nhất 1000, mỗi gian thêm 400",
            "cấp tỉnh 10, cấp quốc gia 30", "Có 30 đăng ký xin 44 gian hàng; còn trống 20 gian",
            "giữ chỗ đến hết ngày 01/12/2026", "cnnt fair recompute 5", String(repeating: "0f", count: 32),
            "ĐẠI DIỆN BAN TỔ CHỨC", "Tỉnh Tuyên Quang",
        ] { #expect(plain.contains(said), "\(said)") }
        #expect(minutes.input.requests.allSatisfy { text.contains("| \($0.number) ") })
        #expect(text.split(separator: "\n").allSatisfy { $0.unicodeScalars.count <= 100 })
        #expect(!minutes.waiting.isEmpty && minutes.plan.outcomes.contains { $0.draw != nil })
    }

    @Test("the same run gives the same bytes, in whatever order its parts came")
    func bytes() throws {
        let renderer = try OfficeRenderer(fonts: try FontSet.load())
        let bytes = try renderer.render(try Self.minutes())
        #expect(
            try OfficeRenderer(fonts: try FontSet.load()).render(try Self.minutes(isReversed: true)) == bytes)
        if let folder = ProcessInfo.processInfo.environment["CNNT_KEEP_PAPERS"] {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/allocation.pdf"))
        }
    }
}
