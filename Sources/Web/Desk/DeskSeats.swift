import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Who sits on a round's council and panel, conflicts of interest, and who marks what.
    func addSeatPages(to router: Router<SiteContext>) {
        router.deskPage(self, "council", for: .roundRead) { desk in
            desk.answer(try await CouncilPage(desk).page)
        }
        router.deskForm(self, "new-member", for: .councilChange, CouncilForms.add)
        router.deskForm(self, "council-act", for: .councilChange) { desk in SeatForms.act(desk, on: .council)
        }
        router.deskForm(self, "members/{member}/remove", for: .councilChange, CouncilForms.remove)
        router.deskForm(self, "members/{member}/replace", for: .councilChange, CouncilForms.replace)

        router.deskPage(self, "panel", for: .roundRead) { desk in
            desk.answer(try await PanelPage(desk).page)
        }
        router.deskForm(self, "new-judge", for: .panelChange, PanelForms.add)
        router.deskForm(self, "panel-act", for: .panelChange) { desk in SeatForms.act(desk, on: .panel) }
        router.deskForm(self, "judges/{judge}/remove", for: .panelChange, PanelForms.remove)
        router.deskForm(self, "judges/{judge}/replace", for: .panelChange, PanelForms.replace)
        router.deskForm(self, "judges/{judge}/account", for: .panelChange, PanelForms.account)

        router.deskPage(self, "conflicts", for: .conflictRead) { desk in
            desk.answer(try await ConflictPage(desk).page)
        }
        router.deskForm(self, "new-conflict", for: .conflictRecord, ConflictForms.add)
        router.deskPage(self, "assignment", for: .assignmentRead) { desk in
            desk.answer(try await AssignmentPage(desk).page)
        }
        router.deskForm(self, "draw", for: .assignmentDraw, AssignmentForms.draw)
    }
}

/// What changes of the council and of the panel have in common.
enum SeatForms {
    static func act(_ desk: DeskRound, on body: RoundBody) -> DeskForm {
        let list = "\(desk.address)/\(body == .council ? "council" : "panel")"
        return DeskForm(
            title: Bilingual(
                vi: "Ghi văn bản thành lập \(body.name.vi)", en: "Record an act on \(body.name.en)"),
            values: ["date": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.line("number", Bilingual(vi: "Số văn bản", en: "Number")),
                    filling.day("date", Bilingual(vi: "Ngày văn bản", en: "Day")),
                    filling.line(
                        "authority", Bilingual(vi: "Cơ quan ban hành", en: "Authority"),
                        hint: Bilingual(
                            vi: "Bỏ trống: cơ quan thành lập theo quy định.", en: "Empty: as the law says."),
                        isOptional: true),
                ]
            }, button: Bilingual(vi: "Ghi văn bản", en: "Record"), wayBack: list
        ) { fields in
            _ = try await desk.registry.recordAct(
                SeatAct(
                    number: fields["number"], day: try fields.day("date"),
                    authority: fields.text("authority")), on: body, ofRound: desk.id, as: desk.viewer)
            return .done(list)
        }
    }

    /// The fields by which somebody leaves.
    static func leaving(_ filling: FormFilling) -> [FormField] {
        [
            filling.day("on", Bilingual(vi: "Từ ngày", en: "On")),
            filling.line("reason", Bilingual(vi: "Lý do", en: "Reason")),
            filling.line(
                "act", Bilingual(vi: "Số văn bản thay đổi", en: "Number of the act"),
                hint: Bilingual(
                    vi: "Bắt buộc từ khi đã bắt đầu chấm.", en: "Needed once judging has started."),
                isOptional: true),
            filling.day("act_date", Bilingual(vi: "Ngày văn bản", en: "Day of the act"), isOptional: true),
        ]
    }

    static func act(_ fields: FormFields) throws -> SeatAct? {
        guard let number = fields.text("act") else { return nil }
        return SeatAct(number: number, day: try fields.optionalDay("act_date") ?? fields.day("on"))
    }

    /// What sits under a name or code, as tables of both bodies show it.
    static func days(_ from: Day, _ to: Day?) -> String {
        to.map { "\(from.vietnamese) – \($0.vietnamese)" } ?? "từ \(from.vietnamese)"
    }
}

struct ActTable {
    let table: DeskPage.Table

    init(_ acts: [RoundActRecord], _ body: RoundBody) {
        table = .init(
            Bilingual(vi: "Văn bản", en: "Acts"), empty: Bilingual(vi: "Chưa ghi văn bản nào.", en: "None."),
            [
                Bilingual(vi: "Số", en: "Number"), Bilingual(vi: "Ngày", en: "Day"),
                Bilingual(vi: "Cơ quan", en: "Authority"),
            ],
            acts.filter { $0.body == body }.map {
                [.text($0.number), .text($0.actedOn.vietnamese), .text($0.authority)]
            })
    }
}
