import Registry
import RuralIndustry

struct PanelPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let members = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Ban Giám khảo", en: "Panel of judges"))
        page.warnings = desk.standing.missing.filter {
            $0.code.hasPrefix("panel-") || $0.code == "entry-no-judge"
        }.map(\.text.sentence)
        let mayChange =
            desk.standing.may(.panelChange) && [.draft, .open, .judging].contains(desk.round.state)
        var logins: [String: String] = [:]
        if desk.standing.may(.panelChange) {
            for account in try await desk.registry.judgeAccounts(ofRound: desk.id, as: desk.viewer) {
                logins[account.judge] = account.login
            }
        }
        if mayChange {
            if [.draft, .open].contains(desk.round.state) {
                page.actions.append(.init("\(desk.address)/new-judge", "Thêm giám khảo", "Add a judge"))
            }
            page.actions.append(.init("\(desk.address)/panel-act", "Ghi văn bản", "Record an act"))
        }
        let known = logins
        page.tables = [
            .init(
                Bilingual(vi: "Giám khảo", en: "Judges"),
                empty: Bilingual(vi: "Chưa có ai.", en: "None yet."),
                [
                    Bilingual(vi: "Mã", en: "Code"), Bilingual(vi: "Họ tên", en: "Name"),
                    Bilingual(vi: "Vai trò", en: "Role"), Bilingual(vi: "Đơn vị", en: "Affiliation"),
                    Bilingual(vi: "Thời gian", en: "Time"), Bilingual(vi: "Tài khoản", en: "Account"),
                    Bilingual(vi: "Việc", en: "Do"),
                ],
                members.map { judge in
                    let link = "\(desk.address)/judges/\(judge.code)"
                    return [
                        .text(judge.code), .text(judge.name), .words(judge.role.name),
                        .text(judge.affiliation), .text(SeatForms.days(judge.from, judge.to)),
                        .text(known[judge.code] ?? "–"),
                        mayChange && judge.to == nil
                            ? .links([
                                .init("\(link)/account", "Tài khoản", "Account"),
                                .init("\(link)/replace", "Thay", "Replace"),
                                .init("\(link)/remove", "Thôi làm", "Remove"),
                            ]) : .text(judge.leaveReason),
                    ]
                }), ActTable(try await desk.registry.acts(ofRound: desk.id, as: desk.viewer), .panel).table,
        ]
        self.page = page
    }
}

enum PanelForms {
    @Sendable static func add(_ desk: DeskRound) async throws -> DeskForm {
        let taken = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer).count
        return DeskForm(
            title: Bilingual(vi: "Thêm giám khảo", en: "Add a judge"),
            values: ["from": desk.today.vietnamese, "judge": "J\(taken + 1)"],
            fields: { filling in
                [
                    filling.line(
                        "judge", Bilingual(vi: "Mã ghi trên phiếu", en: "Code on the sheets"),
                        hint: Bilingual(vi: "Ví dụ J1.", en: "For example J1.")),
                    filling.line("name", Bilingual(vi: "Họ tên", en: "Name")),
                    filling.list(
                        "role", Bilingual(vi: "Vai trò", en: "Role"),
                        of: PanelRole.allCases.map { ($0.rawValue, $0.name) }),
                    filling.line(
                        "affiliation", Bilingual(vi: "Đơn vị công tác", en: "Affiliation"), isOptional: true),
                    unit(filling),
                    filling.day("from", Bilingual(vi: "Từ ngày", en: "From")),
                ]
            }, button: Bilingual(vi: "Thêm", en: "Add"), wayBack: "\(desk.address)/panel"
        ) { fields in
            _ = try await desk.registry.addJudge(
                round: desk.id, code: fields["judge"], name: fields["name"],
                role: try fields.choice("role", PanelRole.self), affiliation: fields.text("affiliation"),
                homeUnit: fields.text("unit"), from: try fields.day("from"), as: desk.viewer)
            return .done("\(desk.address)/panel")
        }
    }

    private static func unit(_ filling: FormFilling) -> FormField {
        filling.line(
            "unit", Bilingual(vi: "Mã xã hoặc tỉnh của giám khảo", en: "Code of their commune or province"),
            hint: Bilingual(
                vi: "Nơi mà kỳ bình chọn có thể không cho họ chấm.",
                en: "Whose entries the round may bar them from."), isOptional: true)
    }

    private static func judge(_ desk: DeskRound) async throws -> PanelMember {
        let code = try desk.part("judge")
        let panel = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer)
        guard let judge = panel.first(where: { $0.code == code && $0.to == nil }) else {
            throw Problem.noSuchPage
        }
        return judge
    }

    @Sendable static func remove(_ desk: DeskRound) async throws -> DeskForm {
        let judge = try await judge(desk)
        return DeskForm(
            title: Bilingual(vi: "Thôi làm giám khảo: \(judge.code), \(judge.name)", en: "Leaves the panel"),
            lead: [
                Bilingual(
                    vi: "Phiếu đã nộp vẫn được tính; phiếu đang viết thì không.",
                    en: "Sheets that were handed in stay and count.")
            ], values: ["on": desk.today.vietnamese], fields: SeatForms.leaving,
            button: Bilingual(vi: "Ghi nhận thôi làm", en: "Record"), wayBack: "\(desk.address)/panel"
        ) { fields in
            let on = try fields.day("on")
            try await desk.registry.removeJudge(
                round: desk.id, code: judge.code, on: on, because: fields["reason"],
                by: try SeatForms.act(fields), as: desk.viewer)
            return .done("\(desk.address)/panel")
        }
    }

    @Sendable static func replace(_ desk: DeskRound) async throws -> DeskForm {
        let judge = try await judge(desk)
        let taken = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer).count
        return DeskForm(
            title: Bilingual(vi: "Thay giám khảo \(judge.code), \(judge.name)", en: "Replace a judge"),
            lead: [
                Bilingual(
                    vi: "Người mới có mã riêng và giữ vai trò \(judge.role.name.vi).",
                    en: "The new one has a code of their own and sits as \(judge.role.name.en).")
            ], values: ["on": desk.today.vietnamese, "by": "J\(taken + 1)"],
            fields: { filling in
                [
                    filling.line("by", Bilingual(vi: "Mã của người mới", en: "Code of the new one")),
                    filling.line("name", Bilingual(vi: "Họ tên người mới", en: "Name of the new one")),
                    filling.line(
                        "affiliation", Bilingual(vi: "Đơn vị công tác", en: "Affiliation"), isOptional: true),
                    unit(filling),
                ] + SeatForms.leaving(filling)
            }, button: Bilingual(vi: "Thay", en: "Replace"), wayBack: "\(desk.address)/panel"
        ) { fields in
            let on = try fields.day("on")
            _ = try await desk.registry.replaceJudge(
                round: desk.id, code: judge.code, by: fields["by"], name: fields["name"],
                affiliation: fields.text("affiliation"), homeUnit: fields.text("unit"), on: on,
                because: fields["reason"], by: try SeatForms.act(fields), as: desk.viewer)
            return .done("\(desk.address)/panel")
        }
    }

    @Sendable static func account(_ desk: DeskRound) async throws -> DeskForm {
        let judge = try await judge(desk)
        let accounts = try await desk.registry.judgeAccounts(ofRound: desk.id, as: desk.viewer)
        let login = accounts.first { $0.judge == judge.code }?.login
        return DeskForm(
            title: Bilingual(vi: "Tài khoản của \(judge.code), \(judge.name)", en: "Account of a judge"),
            lead: [
                Bilingual(
                    vi: "Tài khoản gắn với giám khảo thì mở được phiếu của giám khảo đó.",
                    en: "The account that is tied to a judge opens that judge's sheets.")
            ], values: ["login": login ?? ""],
            fields: { filling in
                [
                    filling.line(
                        "login", Bilingual(vi: "Tên đăng nhập", en: "Login"),
                        hint: Bilingual(vi: "Bỏ trống thì gỡ tài khoản.", en: "Empty: none."),
                        isOptional: true)
                ]
            }, button: Bilingual(vi: "Lưu", en: "Save"), wayBack: "\(desk.address)/panel"
        ) { fields in
            _ = try await desk.registry.tieAccount(
                fields.text("login"), toJudge: judge.code, round: desk.id, on: desk.today, as: desk.viewer)
            return .done("\(desk.address)/panel")
        }
    }
}
