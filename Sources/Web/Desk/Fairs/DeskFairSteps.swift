import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// The steps of a fair, each confirmed on a page of its own, and what it declares.
    func addFairSteps(to router: Router<SiteContext>) {
        router.fairForm(self, "open", for: .fairStep) { desk in
            desk.step(
                Bilingual(vi: "Công bố và nhận giữ chỗ", en: "Announce and give booths"),
                about: Bilingual(
                    vi:
                        "Từ nay ai cũng xem được hội chợ và sơ đồ \(desk.fair.booths) gian hàng; cơ sở đăng ký được ở trang của mình.",
                    en:
                        "From now on everybody sees the fair and its \(desk.fair.booths) booths, and establishments may ask for one."
                ), desk.beforeOpening, button: Bilingual(vi: "Công bố hội chợ", en: "Announce")
            ) { _ = try await desk.registry.openFair(desk.id, as: desk.viewer) }
        }
        router.fairForm(self, "close", for: .fairStep) { desk in
            desk.step(
                Bilingual(vi: "Kết thúc hội chợ", en: "End the fair"),
                about: Bilingual(
                    vi:
                        "Sau bước này không giao, xác nhận, chuyển hay trả gian hàng được nữa; vẫn ghi được đơn vị không đến. Không quay lại được.",
                    en:
                        "Afterwards no booth is given, confirmed, moved or released; a no-show can still be recorded. It cannot be undone."
                ), desk.stillWaiting, button: Bilingual(vi: "Kết thúc hội chợ", en: "End the fair")
            ) { _ = try await desk.registry.closeFair(desk.id, as: desk.viewer) }
        }
        router.fairForm(self, "cancel", for: .fairStep) { desk in
            DeskForm(
                title: Bilingual(vi: "Hủy hội chợ", en: "Call the fair off"),
                lead: [
                    Bilingual(
                        vi:
                            "\(desk.fair.confirmed) gian đã xác nhận và \(desk.standing.held) gian đang giữ được trả lại; mọi đăng ký chưa được giao bị từ chối với lý do này. Không quay lại được.",
                        en:
                            "\(desk.fair.confirmed) confirmed and \(desk.standing.held) held booths are given back, and open requests are refused for this reason. It cannot be undone."
                    )
                ],
                fields: { filling in
                    [
                        filling.line("reason", Bilingual(vi: "Lý do", en: "Reason")),
                        filling.check(
                            "sure",
                            Bilingual(
                                vi: "Tôi hiểu rằng việc hủy không rút lại được", en: "I know that it is final"
                            )),
                    ]
                }, button: Bilingual(vi: "Hủy hội chợ", en: "Call the fair off")
            ) { fields in
                var gathering = FormFields.Gathering()
                gathering.require(fields, "reason", "sure")
                try Refusal.throwIfAny(gathering.violations)
                _ = try await desk.registry.cancelFair(
                    desk.id, because: fields["reason"], as: desk.viewer)
                return .done(desk.address)
            }
        }
        router.fairForm(self, "terms", for: .fairTerms, FairTermsForm.make)
    }
}

extension DeskFair {
    /// A step that asks for nothing but to be meant.
    fileprivate func step(
        _ title: Bilingual, about: Bilingual, _ undone: [Bilingual], button: Bilingual,
        _ take: @escaping @Sendable () async throws -> Void
    ) -> DeskForm {
        DeskForm(title: title, lead: [about] + undone, button: button) { _ in
            try await take()
            return .done(address)
        }
    }

    /// What may be wanted before the fair is announced, and does not stand in the way.
    fileprivate var beforeOpening: [Bilingual] {
        var told: [Bilingual] = standing.missing.map(\.text.sentence)
        if standing.terms == nil {
            told.append(
                Bilingual(
                    vi: "Chưa công bố quy tắc phân bổ và ngày cuối nhận đăng ký; vẫn mở được.",
                    en: "No terms are declared yet; that does not stand in the way."))
        }
        if standing.unpriced > 0 {
            told.append(
                Bilingual(
                    vi: "\(standing.unpriced) gian chưa có giá thuê: chưa tính được phần hỗ trợ.",
                    en: "\(standing.unpriced) booths have no rent yet."))
        }
        return told
    }

    /// What is left undone when the fair ends.
    var stillWaiting: [Bilingual] {
        var told: [Bilingual] = []
        if today <= fair.days.last {
            told.append(
                Bilingual(
                    vi: "Hội chợ còn diễn ra đến hết ngày \(fair.days.last.vietnamese).",
                    en: "The fair goes on until \(fair.days.last.vietnamese)."))
        }
        if standing.held > 0 {
            told.append(
                Bilingual(
                    vi: "\(standing.held) gian còn giữ chỗ, chưa xác nhận.",
                    en: "\(standing.held) booths are held and not confirmed."))
        }
        let open = BoothRequestState.allCases.filter(\.isOpen).reduce(0) {
            $0 + (standing.requests[$1] ?? 0)
        }
        if open > 0 {
            told.append(
                Bilingual(vi: "\(open) đăng ký chưa giải quyết xong.", en: "\(open) requests are still open.")
            )
        }
        return told
    }
}
