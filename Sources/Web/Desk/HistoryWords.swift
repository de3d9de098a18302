import Registry
import RuralIndustry

/// Columns of records, their values and acts, in the words in which a history tells of them.
enum HistoryWords {
    /// `Bước: dự thảo → đang nhận hồ sơ`; nil for a column that says nothing to people, as the number of another record.
    static func told(_ change: HistoryChange) -> String? {
        guard let label = label(change) else { return nil }
        let before = change.before.map { value($0, change) }
        let after = change.after.map { value($0, change) } ?? "–"
        return before.map { "\(label): \($0) → \(after)" } ?? "\(label): \(after)"
    }

    private static func label(_ change: HistoryChange) -> String? {
        switch change.kind {
        case .round: ofRound[change.field]
        case .entry: ofEntry[change.field]
        case .fair: ofFair[change.field]
        case .councilMember, .judge: ofSeat[change.field]
        case .accountRole: ofRole[change.field]
        case .decision: "Mã số \(change.field)"
        }
    }

    private static let ofRound = [
        "name": "Tên", "level": "Cấp", "organiser_code": "Đơn vị tổ chức", "year": "Năm",
        "held_on": "Ngày tổ chức", "intake_until": "Hạn nhận hồ sơ", "regulation_id": "Bộ quy tắc",
        "members_present": "Số thành viên dự họp", "state": "Bước", "cancel_number": "Số văn bản hủy",
        "cancel_date": "Ngày văn bản hủy", "cancel_reason": "Lý do hủy",
    ]
    private static let ofEntry = [
        "code": "Mã số", "product_group": "Nhóm", "judging_name": "Tên khi chấm", "state": "Trạng thái",
        "state_reason": "Lý do", "exception": "Ngoại lệ", "filed_on": "Ngày nộp", "note": "Ghi chú",
    ]
    private static let ofFair = [
        "name": "Tên", "level": "Cấp", "organiser_code": "Đơn vị tổ chức", "venue": "Địa điểm",
        "days": "Thời gian", "set_up_on": "Ngày dựng gian", "booth_width_mm": "Chiều rộng gian (mm)",
        "booth_depth_mm": "Chiều sâu gian (mm)", "plan_version": "Bản sơ đồ", "state": "Trạng thái",
        "kind": "Loại",
    ]
    private static let ofSeat = [
        "code": "Mã", "role": "Vai trò", "position": "Chức vụ", "affiliation": "Đơn vị",
        "member_from": "Từ ngày",
        "member_to": "Thôi từ ngày", "leave_reason": "Lý do thôi",
    ]
    private static let ofRole = [
        "role": "Vai trò", "valid_from": "Từ ngày", "valid_to": "Thôi từ ngày", "act": "Văn bản",
        "ended_reason": "Lý do thôi",
    ]

    private static func value(_ text: String, _ change: HistoryChange) -> String {
        switch (change.kind, change.field) {
        case (.round, "state"): RoundState(rawValue: text)?.name.vi ?? text
        case (.entry, "state"): EntryState(rawValue: text)?.name.vi ?? text
        case (.entry, "product_group"): ProductGroupID(rawValue: text).pageName.vi
        case (.entry, "exception"):
            text == EntryException.lowerRoundNotHeld.rawValue ? "cấp dưới không tổ chức bình chọn" : text
        case (.fair, "state"): FairState(rawValue: text)?.name.vi ?? text
        case (.fair, "days"): days(text)
        case (.fair, "kind"): FairKind(rawValue: text)?.name.vi ?? text
        case (.round, "level"), (.fair, "level"): SelectionLevel(rawValue: text)?.name.vi ?? text
        case (.accountRole, "role"): Role(rawValue: text)?.name.vi ?? text
        case (.councilMember, "role"): CouncilRole(rawValue: text)?.name.vi ?? text
        case (.judge, "role"): PanelRole(rawValue: text)?.name.vi ?? text
        case (.decision, _): outcome(text)
        default: PlainText.vietnameseDay(text)
        }
    }

    /// `[2026-12-10,2026-12-15)`, in which the last day is none of them.
    private static func days(_ range: String) -> String {
        let ends = range.dropFirst().dropLast().split(separator: ",").compactMap { try? Day(iso: String($0)) }
        guard ends.count == 2 else { return range }
        return "\(ends[0].vietnamese) – \(ends[1].adding(days: -1).vietnamese)"
    }

    private static func outcome(_ text: String) -> String {
        var parts = text.split(separator: " · ", omittingEmptySubsequences: false).map(String.init)
        parts[0] = parts[0] == "recognised" ? "công nhận" : "không công nhận"
        return parts.joined(separator: " · ")
    }

    /// What somebody did. What has no words here is told by its name in the trail.
    static func act(_ name: String) -> Bilingual {
        acts[name] ?? Bilingual(vi: name, en: "")
    }

    private static let acts: [String: Bilingual] = [
        "round.create": Bilingual(vi: "lập kỳ bình chọn", en: "created the round"),
        "round.step": Bilingual(vi: "chuyển bước", en: "took the next step"),
        "round.cancel": Bilingual(vi: "hủy kỳ bình chọn", en: "cancelled the round"),
        "round.decide": Bilingual(vi: "ghi quyết định", en: "recorded a decision"),
        "round.correct": Bilingual(vi: "sửa kết quả", en: "corrected the result"),
        "council.change": Bilingual(vi: "thay đổi Hội đồng", en: "changed the council"),
        "panel.change": Bilingual(vi: "thay đổi Ban Giám khảo", en: "changed the panel"),
        "council.meet": Bilingual(vi: "ghi cuộc họp hoặc biểu quyết", en: "recorded a meeting or a vote"),
        "notice.send": Bilingual(vi: "ghi nhận thông báo", en: "recorded notices"),
        "conflict.record": Bilingual(vi: "ghi xung đột lợi ích", en: "recorded a conflict"),
        "assignment.draw": Bilingual(vi: "bốc thăm phân công", en: "drew the judges"),
        "entry.import": Bilingual(vi: "nhận hồ sơ", en: "filed entries"),
        "entry.file": Bilingual(vi: "cơ sở nộp hoặc rút hồ sơ", en: "filed or withdrew an entry"),
        "entry.step": Bilingual(vi: "duyệt hồ sơ", en: "decided on entries"),
        "complaint.file": Bilingual(vi: "ghi khiếu nại", en: "recorded a complaint"),
        "complaint.file-own": Bilingual(vi: "cơ sở khiếu nại", en: "complained"),
        "complaint.answer": Bilingual(vi: "trả lời khiếu nại", en: "answered a complaint"),
        "certificate.issue": Bilingual(vi: "cấp giấy chứng nhận", en: "issued certificates"),
        "nomination.create": Bilingual(vi: "đề cử lên cấp trên", en: "nominated"),
        "fair.create": Bilingual(vi: "lập hội chợ", en: "created the fair"),
        "fair.edit": Bilingual(vi: "sửa hội chợ", en: "changed the fair"),
        "fair.step": Bilingual(vi: "chuyển bước", en: "took the next step"),
        "fair.quota": Bilingual(vi: "đặt chỉ tiêu gian hàng", en: "set quotas"),
        "fair.terms": Bilingual(vi: "công bố điều kiện đăng ký", en: "declared the terms"),
        "fair.allocate": Bilingual(vi: "phân bổ gian hàng", en: "shared out booths"),
        "fair.waiting": Bilingual(vi: "xét danh sách chờ", en: "went through the waiting list"),
        "booth.import": Bilingual(vi: "nhập sơ đồ gian hàng", en: "imported the plan"),
        "booth.hold": Bilingual(vi: "giữ gian hàng", en: "held a booth"),
        "booth.request": Bilingual(vi: "ghi đăng ký gian hàng", en: "recorded a request for booths"),
        "booth.request-own": Bilingual(vi: "cơ sở đăng ký gian hàng", en: "asked for booths"),
        "user.change": Bilingual(vi: "thay đổi vai trò", en: "changed roles"),
        "registration.confirm": Bilingual(vi: "xác nhận đăng ký", en: "confirmed a registration"),
    ]
}
