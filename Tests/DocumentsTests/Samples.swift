import Foundation
import RuralIndustry
import Testing

@testable import Documents

/// Certificates with invented contents; a test changes what it is about.
enum Sample {
    static func paper(_ change: (inout CertificatePaper) -> Void = { _ in }) throws -> CertificatePaper {
        var paper = CertificatePaper(
            level: .provincial, levelName: "cấp tỉnh", number: "0015/2026/GCN-CNNT",
            issuer: ["ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"],
            product: .init(name: "Chè đinh Ví Dụ", group: "Chế biến nông, lâm, thủy sản và thực phẩm"),
            establishment: .init(name: "Hợp tác xã Chè Ví Dụ", unit: "xã Tân Cương, tỉnh Thái Nguyên"),
            decision: .init(
                number: "2875/QĐ-UBND", day: try Day(iso: "2026-11-12"),
                authority: "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên"),
            place: "Thái Nguyên", issuedOn: try Day(iso: "2026-11-20"),
            validThrough: try Day(iso: "2029-12-31"),
            signature: .init(capacity: "KT. CHỦ TỊCH", title: "PHÓ CHỦ TỊCH", name: "Nguyễn Thị Ví Dụ"),
            verification: .init(code: "7KQF-9M2X-C4", address: "https://vi-du.example.vn/c/7KQF-9M2X-C4"))
        change(&paper)
        return paper
    }

    /// 200 characters each.
    static let longestProduct =
        "Bộ ấm chén gốm men tro trấu truyền thống vẽ tay hoa văn trống đồng Đông Sơn kết hợp quai mây tre đan và hộp "
        + "gỗ sơn mài khảm trai dùng làm quà tặng ngoại giao, du lịch và trưng bày trong không gian trà"
    static let longestEstablishment =
        "Hợp tác xã Sản xuất, Chế biến, Kinh doanh Dịch vụ Tổng hợp Nông – Lâm nghiệp và Thủ công mỹ nghệ Truyền "
        + "thống Kiểu mẫu của Phụ nữ các Dân tộc thiểu số vùng An toàn khu Định Hóa, Việt Bắc, Ví Dụ Một Ba"
    /// Twelve of 60 characters.
    static let longestMembers = (1...12).map { index in
        let name = "Chén trà cỡ \(index) men tro trấu vẽ tay hoa văn trống đồng Đông Sơn"
        return name.padding(toLength: 60, withPad: "xưa", startingAt: 0)
    }

    static func longest() throws -> CertificatePaper {
        try paper { paper in
            paper.product.name = longestProduct
            paper.product.members = longestMembers
            paper.establishment.name = longestEstablishment
            paper.classification = "Xuất sắc"
        }
    }

    static func regional() throws -> CertificatePaper {
        try paper { paper in
            paper.level = .regional
            paper.levelName = "cấp khu vực phía Bắc năm 2026"
            paper.issuer = ["BỘ CÔNG THƯƠNG", "CỤC ĐỔI MỚI SÁNG TẠO, CHUYỂN ĐỔI XANH VÀ KHUYẾN CÔNG"]
            paper.decision.authority = "Cục trưởng Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
            paper.signature = .init(
                capacity: "TL. BỘ TRƯỞNG",
                title: "CỤC TRƯỞNG CỤC ĐỔI MỚI SÁNG TẠO, CHUYỂN ĐỔI XANH VÀ KHUYẾN CÔNG", name: "Trần Ví Dụ")
            paper.classification = "A"
        }
    }

    /// Papers that differ in everything the layout depends on.
    static func various() throws -> [CertificatePaper] {
        var papers = [try paper(), try longest(), try regional()]
        papers.append(
            try paper { paper in
                paper.isSpecimen = true
                paper.product.members = ["Ấm trà 350 ml", "Chén uống trà", "Khay gỗ"]
            })
        papers.append(
            try paper { paper in
                paper.product.name = "Ấm"
                paper.signature = .init(capacity: "", title: "BỘ TRƯỞNG", name: "")
            })
        for level in SelectionLevel.allCases {
            papers.append(
                try paper { paper in
                    paper.level = level
                    paper.levelName = level.name.vi
                })
        }
        papers.append(
            try paper { paper in
                paper.product.name = "Sách “A & B” <1> – mẫu № 5, 50 % (½), 12 m², 25 °C, €3"
                paper.establishment.name = Self.everyVietnameseLetter
            })
        return papers
    }

    /// All 134 letters of Vietnamese beyond the ASCII ones, in words.
    static let everyVietnameseLetter: String = {
        let lower =
            "àáảãạ ăằắẳẵặ âầấẩẫậ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ đ"
        return lower + " " + lower.uppercased()
    }()

    /// What a reader finds in the file, in reading order, with single spaces.
    static func expectedText(of paper: CertificatePaper) -> String {
        var lines: [String] = paper.isSpecimen ? ["MẪU"] : []
        lines += ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"] + paper.issuer
        lines += ["GIẤY CHỨNG NHẬN", "Sản phẩm công nghiệp nông thôn tiêu biểu \(paper.levelName)"]
        lines.append(paper.product.name)
        if !paper.product.members.isEmpty {
            lines.append("Bộ sản phẩm gồm: " + paper.product.members.joined(separator: "; "))
        }
        lines.append(
            "Nhóm sản phẩm: \(paper.product.group)"
                + (paper.classification.map { " · Xếp loại: \($0)" } ?? ""))
        lines += ["của", paper.establishment.name, paper.establishment.unit]
        lines.append(
            "được công nhận theo Quyết định số \(paper.decision.number) \(paper.decision.day.inWords) "
                + "của \(paper.decision.authority)")
        lines += ["Số: \(paper.number)", "Có giá trị đến hết ngày \(paper.validThrough.vietnamese)"]
        lines.append("\(paper.place), \(paper.issuedOn.inWords)")
        lines += [paper.signature.capacity, paper.signature.title, paper.signature.name].filter {
            !$0.isEmpty
        }
        lines += [
            "Quét mã QR hoặc mở địa chỉ dưới đây để kiểm tra", "Mã tra cứu: \(paper.verification.code)",
            paper.verification.address,
        ]
        return lines.joined(separator: " ")
    }

    static func renderer() throws -> CertificateRenderer { try CertificateRenderer(fonts: .load()) }
}

/// A small generator for property tests: the same seed gives the same numbers everywhere.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A name of some Vietnamese syllables.
    mutating func name(syllables: ClosedRange<Int>) -> String {
        let known = [
            "chè", "gốm", "mây", "tre", "đan", "lụa", "nón", "mật", "ong", "miến", "dong", "rượu", "nếp",
            "thổ", "cẩm",
            "khảm", "trai", "sơn", "mài", "đục", "chạm", "khuyến", "nghiệp", "xã", "hữu", "cơ", "Thái",
            "Nguyên",
            "Định", "Hóa", "Phú", "Yên", "Lương", "Ấm", "Ơn", "Ước", "Đồng", "Hỷ", "Nghĩa", "Trường", "kiểng",
        ]
        let count = Int.random(in: syllables, using: &self)
        return (0..<count).map { _ in known.randomElement(using: &self) ?? "chè" }.joined(separator: " ")
    }
}
