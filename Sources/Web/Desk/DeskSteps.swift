import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// The steps of a round that need little or nothing to be filled in; each is confirmed on a page of its own.
    func addRoundSteps(to router: Router<SiteContext>) {
        router.deskForm(self, "open", for: .roundStep) { desk in
            DeskForm(
                title: Bilingual(vi: "Mở nhận hồ sơ", en: "Open for entries"),
                lead: [
                    Bilingual(
                        vi: "Từ nay hồ sơ được nộp vào kỳ bình chọn này.",
                        en: "From now on entries may be filed in this round.")
                ], button: Bilingual(vi: "Mở nhận hồ sơ", en: "Open")
            ) { _ in
                _ = try await desk.registry.openRound(desk.id, as: desk.viewer)
                return .done(desk.address)
            }
        }
        router.deskForm(self, "judge", for: .roundStep) { desk in
            DeskForm(
                title: Bilingual(vi: "Bắt đầu chấm điểm", en: "Start judging"),
                lead: [
                    Bilingual(
                        vi:
                            "Sau bước này không nhận thêm hồ sơ; Hội đồng và Ban Giám khảo chỉ thay đổi bằng văn bản. Không quay lại được.",
                        en:
                            "After this no entries are taken, and the council and the panel change only by an act. It cannot be undone."
                    )
                ] + desk.standing.told,
                button: Bilingual(vi: "Bắt đầu chấm điểm", en: "Start judging")
            ) { _ in
                _ = try await desk.registry.startJudging(desk.id, as: desk.viewer, on: desk.today)
                return .done(desk.address)
            }
        }
        router.deskForm(self, "close", for: .roundStep, readsMarks: true, Self.closing)
        router.deskForm(self, "publish", for: .roundStep) { desk in
            DeskForm(
                title: Bilingual(vi: "Công bố kết quả", en: "Publish the result"),
                lead: [
                    Bilingual(
                        vi:
                            "Kỳ này công nhận \(desk.round.recognised) sản phẩm theo quyết định \(desk.standing.decision?.number ?? "…"). Sau khi công bố, ai cũng đọc được kết quả. Không thu lại được.",
                        en:
                            desk.round.recognised.counted("product is", "products are")
                            + " recognised. Once it is published everybody may read the result. It cannot be taken back."
                    )
                ]
                    + (desk.standing.awardsWithoutCertificate == 0
                        ? []
                        : [
                            Bilingual(
                                vi:
                                    "Còn \(desk.standing.awardsWithoutCertificate) giấy chứng nhận chưa cấp; vẫn công bố được.",
                                en:
                                    desk.standing.awardsWithoutCertificate.counted(
                                        "certificate is", "certificates are")
                                    + " not issued yet; that does not stand in the way."
                            )
                        ]),
                button: Bilingual(vi: "Công bố", en: "Publish")
            ) { _ in
                _ = try await desk.registry.publishRound(desk.id, as: desk.viewer)
                return .done(desk.address)
            }
        }
        router.deskForm(self, "cancel", for: .roundCancel) { desk in
            DeskForm(
                title: Bilingual(vi: "Hủy kỳ bình chọn", en: "Cancel the round"),
                lead: [
                    Bilingual(
                        vi: "Kỳ bị hủy bằng một văn bản và không mở lại được; hồ sơ vẫn lưu.",
                        en: "A round is cancelled by an act, for good; its records stay.")
                ], values: ["date": desk.today.vietnamese],
                fields: { filling in
                    [
                        filling.line("number", Bilingual(vi: "Số văn bản", en: "Number of the act")),
                        filling.day("date", Bilingual(vi: "Ngày văn bản", en: "Day of the act")),
                        filling.line("reason", Bilingual(vi: "Lý do", en: "Reason")),
                    ]
                }, button: Bilingual(vi: "Hủy kỳ bình chọn", en: "Cancel the round")
            ) { fields in
                _ = try await desk.registry.cancelRound(
                    desk.id, act: fields["number"], on: try fields.day("date"), because: fields["reason"],
                    as: desk.viewer)
                return .done(desk.address)
            }
        }
    }

    /// Closing shows the result that it would keep, before it keeps it.
    @Sendable private static func closing(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Khóa điểm", en: "Close marking"),
            lead: [
                Bilingual(
                    vi:
                        "Kết quả được tính và lưu lại; sau đó không nhập điểm được nữa. Trang sau cho xem kết quả trước khi khóa.",
                    en:
                        "The result is computed and kept; no marks can be entered afterwards. The next page shows it first."
                )
            ] + desk.standing.told,
            fields: { filling in
                [
                    filling.line(
                        "members_present",
                        Bilingual(vi: "Số thành viên Hội đồng dự họp", en: "Council members present"),
                        hint: Bilingual(
                            vi: "Bỏ trống nếu đã ghi biên bản cuộc họp hôm nay.",
                            en: "Leave it empty where today's meeting is recorded."), isOptional: true,
                        inputMode: "numeric"),
                    filling.line(
                        "seed", Bilingual(vi: "Mầm bốc thăm", en: "Seed for draws"),
                        hint: Bilingual(
                            vi: "Chỉ khi kế hoạch cho bốc thăm điểm bằng nhau; nguồn đã định trước khi chấm.",
                            en: "Only where the plan draws between equal totals."), isOptional: true),
                ]
            }, button: Bilingual(vi: "Xem kết quả trước khi khóa", en: "Look at the result first")
        ) { fields in
            let present = try fields.optionalNumber("members_present")
            let isSure = fields["sure"] == "yes"
            let result = try await desk.registry.closeRound(
                desk.id, seed: fields.text("seed"), membersPresent: present,
                // whoever says that they are sure says of what
                shown: isSure ? fields["shown"] : nil, as: desk.viewer, today: desk.today, dryRun: !isSure)
            if isSure { return .done(desk.address) }
            var page = desk.page(
                Bilingual(vi: "Khóa điểm: kết quả sẽ lưu", en: "The result that will be kept"))
            page.tables = [TallyTable(result).table]
            page.forms = [
                .init(
                    action: "\(desk.address)/close",
                    fields: fields.carried(
                        ["seen", "members_present", "seed"], adding: ["sure": "yes", "shown": result.digest]),
                    button: Bilingual(vi: "Khóa điểm, không mở lại", en: "Close for good"), mayGoBack: true)
            ]
            return .look(page)
        }
    }
}

extension FormFields {
    /// What was typed, to go along with the form that confirms it.
    func carried(_ names: [String], adding more: [String: String] = [:]) -> [FormField] {
        let texts = Dictionary(names.map { ($0, self[$0]) }) { first, _ in first }.merging(more) { $1 }
        let filling = FormFilling(values: FormFields(filledWith: texts))
        return texts.keys.sorted().map { filling.hidden($0) }
    }
}
