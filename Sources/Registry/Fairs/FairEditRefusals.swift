import RuralIndustry

/// Why a fair stays as it is.
extension Violation {
    static let nothingChanged = Violation(
        "nothing-changed", vi: "không có gì khác với hiện tại; hãy sửa ít nhất một mục",
        en: "nothing differs from what there is; change something")

    static let changeUnexplained = Violation(
        "fair-change-reason",
        vi: "hội chợ đã công bố: hãy ghi lý do sửa, lý do hiện ở trang công khai",
        en: "the fair is announced: say why it is changed, which everybody will see",
        at: Place(column: "reason"))

    static func kindFixed(_ fair: FairRecord) -> Violation {
        Violation(
            "fair-kind-fixed",
            vi: "hội chợ đã công bố là \(fair.kind.name.vi): mức hỗ trợ theo loại đó, không đổi được nữa",
            en: "the fair was announced as \(fair.kind.name.en): funds follow that, and it stays",
            at: Place(column: "kind"))
    }

    static func givenOutside(
        _ days: FairDays, _ outside: [BoothAllocationRecord]
    ) -> Violation {
        let booths = listed(outside.map(\.booth))
        return Violation(
            "fair-days-in-use",
            vi:
                "\(outside.count) lần giao gian hàng có ngày ngoài thời gian \(days.text.vi) (\(booths)); hãy trả các gian đó trước rồi giao lại",
            en:
                "booths are given on days other than \(days.text.en): \(booths); release them first and give them anew",
            at: Place(column: outside[0].days.first < days.first ? "first" : "last"))
    }

    static func askedOutside(_ days: FairDays, _ outside: [BoothRequestRecord]) -> Violation {
        let numbers = listed(outside.map { String($0.id) })
        return Violation(
            "fair-days-in-use",
            vi:
                "\(outside.count) đăng ký còn mở có ngày ngoài thời gian \(days.text.vi) (số \(numbers)); hãy cho rút các đăng ký đó và nhận lại",
            en:
                "open requests are for days other than \(days.text.en): \(numbers); have them withdrawn and filed anew",
            at: Place(column: outside[0].days.first < days.first ? "first" : "last"))
    }

    private static func listed(_ names: [String]) -> String {
        names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
    }

    static func beforeRequestsEnd(_ days: FairDays, _ terms: FairTermsRecord) -> Violation {
        Violation(
            "fair-terms-until",
            vi:
                "ngày khai mạc \(days.first.vietnamese) phải sau ngày cuối nhận đăng ký đã công bố, \(terms.requestsUntil.vietnamese); hãy sửa quy tắc phân bổ trước",
            en:
                "the opening on \(days.first.iso) must be after the last day of requests, \(terms.requestsUntil.iso); change the terms first",
            at: Place(column: "first"))
    }

    static func fundedInYear(_ fair: FairRecord) -> Violation {
        Violation(
            "fair-year-funded",
            vi:
                "có gian hàng được kinh phí khuyến công của năm \(fair.days.first.year) hỗ trợ: ngày khai mạc không sang năm khác được",
            en:
                "funds of \(fair.days.first.year) pay for booths of it: the opening cannot go into another year",
            at: Place(column: "first"))
    }

    static func fundedByOtherRule(on day: Day) -> Violation {
        Violation(
            "fair-rule-not-in-force",
            vi:
                "mức hỗ trợ đã tính cho gian hàng theo một quy định không có hiệu lực vào ngày khai mạc \(day.vietnamese)",
            en: "what funds pay for booths was reckoned by a rule that is not in force on \(day.iso)",
            at: Place(column: "first"))
    }

    static func organiserOther(_ fair: FairRecord, on day: Day) -> Violation {
        Violation(
            "organiser-level",
            vi: "vào ngày \(day.vietnamese) mã \(fair.organiserCode) là một đơn vị khác",
            en: "on \(day.iso) the code \(fair.organiserCode) is another unit's", at: Place(column: "first"))
    }
}
