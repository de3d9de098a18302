import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// The steps of a fair, each confirmed on a page of its own, and what it declares.
    func addFairSteps(to router: Router<SiteContext>) {
        router.fairForm(self, "open", for: .fairStep) { desk in
            DeskForm(
                title: Bilingual(vi: "Công bố và nhận giữ chỗ", en: "Announce and give booths"),
                lead: [
                    Bilingual(
                        vi:
                            "Từ nay ai cũng xem được hội chợ và sơ đồ \(desk.fair.booths) gian hàng; cơ sở đăng ký được ở trang của mình.",
                        en:
                            "From now on everybody sees the fair and its \(desk.fair.booths) booths, and establishments may ask for one."
                    )
                ] + desk.beforeOpening, button: Bilingual(vi: "Công bố hội chợ", en: "Announce")
            ) { _ in
                _ = try await desk.registry.openFair(desk.id, as: desk.viewer)
                return .done(desk.address)
            }
        }
        router.fairForm(self, "close", for: .fairStep) { desk in
            DeskForm(
                title: Bilingual(vi: "Kết thúc hội chợ", en: "End the fair"),
                lead: [
                    Bilingual(
                        vi:
                            "Sau bước này không giao, xác nhận, chuyển hay trả gian hàng được nữa; vẫn ghi được đơn vị không đến. Không quay lại được.",
                        en:
                            "Afterwards no booth is given, confirmed, moved or released; a no-show can still be recorded. It cannot be undone."
                    )
                ] + desk.stillWaiting, button: Bilingual(vi: "Kết thúc hội chợ", en: "End the fair")
            ) { _ in
                _ = try await desk.registry.closeFair(desk.id, as: desk.viewer)
                return .done(desk.address)
            }
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
        router.fairForm(self, "terms", for: .fairTerms, Self.terms)
    }

    @Sendable private static func terms(_ desk: DeskFair) async throws -> DeskForm {
        let known = desk.standing.terms.flatMap { $0.isUsed ? nil : $0 }
        var lead = [
            Bilingual(
                vi:
                    "Cách phân bổ phải công bố trước khi biết ai đăng ký. Hết ngày cuối nhận đăng ký thì không đổi được nữa.",
                en:
                    "How booths are shared out is declared before it is known who asks. After the last day of requests it cannot be changed."
            )
        ]
        if let terms = desk.standing.terms {
            lead.append(
                Bilingual(
                    vi:
                        "Bản \(terms.version), do \(terms.actor) công bố lúc \(terms.at.vietnameseMinute), khi đã có \(terms.requestsBefore) đăng ký"
                        + (terms.isUsed
                            ? "; đã phân bổ theo bản này, bản mới mở một đợt đăng ký khác." : "."),
                    en: "Version \(terms.version)" + (terms.isUsed ? ", which booths were shared out by" : "")
                ))
            lead.append(
                Bilingual(
                    vi:
                        "\(terms.rules.scale.text.vi.capitalizedFirst); \(terms.rules.priority.text.vi).",
                    en: ""))
        }
        return DeskForm(
            title: Bilingual(vi: "Quy tắc phân bổ", en: "Terms of sharing out"), lead: lead,
            values: [
                "requests_until": known?.requestsUntil.vietnamese ?? "", "seed": known?.seed ?? "",
                "counting": (known?.rules.priority.counting ?? .highest).rawValue,
                "limit": known?.rules.priority.limit.map(String.init) ?? "",
            ].merging(known?.rules.priority.typed ?? [:]) { $1 },
            fields: { filling in
                let first: [FormField] = [
                    filling.day(
                        "requests_until", Bilingual(vi: "Ngày cuối nhận đăng ký", en: "Last day of requests"),
                        hint: Bilingual(
                            vi: "Trước ngày khai mạc \(desk.fair.days.first.vietnamese).",
                            en: "Before the opening.")),
                    filling.line(
                        "seed", Bilingual(vi: "Mầm bốc thăm", en: "Seed of the draw"),
                        hint: Bilingual(
                            vi:
                                "Câu bất kỳ, công bố trước khi biết ai đăng ký, ví dụ kết quả xổ số của ngày công bố. Không có mầm thì không bốc thăm giữa các đăng ký ngang nhau được.",
                            en: "Any text, declared before it is known who asks."), isOptional: true),
                ]
                let points: [FormField] = SelectionLevel.allCases.reversed().map { level in
                    filling.line(
                        level.pointsField,
                        Bilingual(
                            vi: "Điểm ưu tiên cho một công nhận \(level.name.vi)",
                            en: "Points for an award, \(level.name.en)"), isOptional: true,
                        inputMode: "numeric")
                }
                let last: [FormField] = [
                    filling.few(
                        "counting", Bilingual(vi: "Tính điểm", en: "Counting"),
                        of: [
                            (
                                PriorityRule.Counting.highest.rawValue,
                                Bilingual(vi: "Công nhận cao điểm nhất", en: "The highest counts")
                            ),
                            (
                                PriorityRule.Counting.sum.rawValue,
                                Bilingual(vi: "Cộng mọi công nhận", en: "All are added")
                            ),
                        ]),
                    filling.line(
                        "limit", Bilingual(vi: "Tối đa (điểm)", en: "At most (points)"), isOptional: true,
                        inputMode: "numeric"),
                ]
                return first + points + last
            }, button: Bilingual(vi: "Công bố quy tắc", en: "Declare")
        ) { fields in
            var gathering = FormFields.Gathering()
            let until = try gathering.value { try fields.day("requests_until") }
            let counting = try gathering.value { try fields.choice("counting", PriorityRule.Counting.self) }
            let limit = try gathering.value { try fields.optionalNumber("limit") } ?? nil
            var points: [String] = []
            for level in SelectionLevel.allCases {
                let number = try gathering.value { try fields.optionalNumber(level.pointsField) } ?? nil
                if let number { points.append("\(level.rawValue):\(number)") }
            }
            let priority = try gathering.value { () throws -> PriorityRule in
                do throws(Violation) {
                    return try PriorityRule(
                        points.joined(separator: "|"), counting: counting ?? .highest, limit: limit)
                } catch { throw Refusal(error.inColumn(SelectionLevel.national.pointsField)) }
            }
            try Refusal.throwIfAny(gathering.violations)
            guard let priority else { throw Problem.noSuchPage }
            _ = try await desk.registry.declareFairTerms(
                NewFairTerms(
                    requestsUntil: until, seed: fields.text("seed"),
                    rules: AllocationRules(priority: priority, scale: known?.rules.scale ?? .standard)),
                fair: desk.id, as: desk.viewer, today: desk.today)
            return .done(desk.address)
        }
    }
}

extension PriorityRule {
    /// As the form has them, by the field of each level.
    fileprivate var typed: [String: String] {
        Dictionary(uniqueKeysWithValues: points.map { ($0.key.pointsField, String($0.value)) })
    }
}

extension SelectionLevel {
    fileprivate var pointsField: String { "points_\(rawValue)" }
}

extension DeskFair {
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
