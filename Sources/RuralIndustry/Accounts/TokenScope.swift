/// What a program's token is good for: a part of what the account may do, never more.
public enum TokenScope: String, CaseIterable, Hashable, Sendable {
    case registryRead = "registry:read"
    case registryWrite = "registry:write"
    case roundsRead = "rounds:read"
    case roundsWrite = "rounds:write"
    case roundsRun = "rounds:run"
    case certificatesRead = "certificates:read"
    case fairsRead = "fairs:read"
    case fairsWrite = "fairs:write"
    case changesRead = "changes:read"

    public var name: Bilingual {
        switch self {
        case .registryRead:
            Bilingual(vi: "đọc cơ sở và sản phẩm", en: "read establishments and products")
        case .registryWrite:
            Bilingual(
                vi: "đọc, thêm và sửa cơ sở, sản phẩm", en: "read, add and edit establishments and products")
        case .roundsRead:
            Bilingual(vi: "đọc kỳ bình chọn, hồ sơ, kết quả", en: "read rounds, entries and results")
        case .roundsWrite:
            Bilingual(
                vi: "lập kỳ bình chọn; nộp, xét và rút hồ sơ tham gia",
                en: "create rounds; file, accept, refuse and withdraw their entries")
        case .roundsRun:
            Bilingual(
                vi:
                    "mở kỳ bình chọn, ghi Hội đồng, Ban Giám khảo, cuộc họp và biểu quyết của Hội đồng, bắt đầu chấm, nhập điểm, khóa điểm",
                en:
                    "open rounds, seat council and panel, record meetings and votes, start judging, import marks, close marking"
            )
        case .certificatesRead:
            Bilingual(vi: "đọc danh hiệu và giấy chứng nhận", en: "read awards and certificates")
        case .fairsRead:
            Bilingual(
                vi: "đọc hội chợ; đăng ký và gian hàng của cơ sở mình", en: "read fairs, and one's own booths"
            )
        case .fairsWrite:
            Bilingual(
                vi:
                    "lập, sửa, mở và đóng hội chợ, cùng sơ đồ, chỉ tiêu và cách phân bổ; phân bổ, giữ, xác nhận, chuyển và thu lại gian hàng, từ chối đăng ký; đăng ký, xác nhận và trả gian hàng của cơ sở mình",
                en:
                    "create, change, open and close fairs, with plan, quotas and terms; share out, hold, confirm, move and take back booths, refuse requests; ask for, confirm and give back one's own booths"
            )
        case .changesRead: Bilingual(vi: "theo dõi thay đổi", en: "follow changes")
        }
    }

    /// Violation: `scope-unknown`.
    public init(_ text: String) throws(Violation) {
        guard let scope = TokenScope(rawValue: text) else {
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw Violation(
                "scope-unknown", vi: "\(Text.quoted(text)) không phải là một phạm vi; có: \(known)",
                en: "\(Text.quoted(text)) is not a scope; there are: \(known)")
        }
        self = scope
    }
}
