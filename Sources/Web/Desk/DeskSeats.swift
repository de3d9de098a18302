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

private struct CouncilPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let members = try await desk.registry.council(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Hội đồng bình chọn", en: "Council"))
        page.warnings = desk.standing.missing.filter { $0.code.hasPrefix("council-") }.map(\.text.sentence)
        let mayChange =
            desk.standing.may(.councilChange)
            && [.draft, .open, .judging, .closed].contains(desk.round.state)
        if mayChange {
            if [.draft, .open].contains(desk.round.state) {
                page.actions.append(.init("\(desk.address)/new-member", "Thêm thành viên", "Add a member"))
            }
            page.actions.append(.init("\(desk.address)/council-act", "Ghi văn bản", "Record an act"))
        }
        page.tables = [
            .init(
                Bilingual(vi: "Thành viên", en: "Members"),
                empty: Bilingual(vi: "Chưa có ai.", en: "None yet."),
                [
                    Bilingual(vi: "Họ tên", en: "Name"), Bilingual(vi: "Vai trò", en: "Role"),
                    Bilingual(vi: "Chức vụ", en: "Position"), Bilingual(vi: "Thời gian", en: "Time"),
                    Bilingual(vi: "Văn bản", en: "Act"), Bilingual(vi: "Việc", en: "Do"),
                ],
                members.map { member in
                    let link = "\(desk.address)/members/\(member.id)"
                    return [
                        .text(member.name), .words(member.role.name), .text(member.position),
                        .text(SeatForms.days(member.from, member.to)),
                        .text(
                            [member.act, member.leaveAct, member.leaveReason].compactMap(\.self).joined(
                                separator: " · ")),
                        mayChange && member.to == nil
                            ? .links([
                                .init("\(link)/replace", "Thay", "Replace"),
                                .init("\(link)/remove", "Thôi làm", "Remove"),
                            ]) : .text(nil),
                    ]
                }), ActTable(try await desk.registry.acts(ofRound: desk.id, as: desk.viewer), .council).table,
        ]
        self.page = page
    }
}

private struct ActTable {
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

private enum CouncilForms {
    @Sendable static func add(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Thêm thành viên Hội đồng", en: "Add a council member"),
            values: ["from": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.line("name", Bilingual(vi: "Họ tên", en: "Name")),
                    filling.list(
                        "role", Bilingual(vi: "Vai trò", en: "Role"),
                        of: CouncilRole.allCases.map { ($0.rawValue, $0.name) }),
                    filling.line(
                        "position", Bilingual(vi: "Chức vụ, đơn vị công tác", en: "Position"),
                        isOptional: true),
                    filling.day("from", Bilingual(vi: "Từ ngày", en: "From")),
                ]
            }, button: Bilingual(vi: "Thêm", en: "Add"), wayBack: "\(desk.address)/council"
        ) { fields in
            _ = try await desk.registry.addCouncilMember(
                round: desk.id, name: fields["name"], role: try fields.choice("role", CouncilRole.self),
                position: fields.text("position"), from: try fields.day("from"), as: desk.viewer)
            return .done("\(desk.address)/council")
        }
    }

    private static func member(_ desk: DeskRound) async throws -> CouncilMember {
        let id = try desk.part("member")
        let members = try await desk.registry.council(ofRound: desk.id, as: desk.viewer)
        guard let member = members.first(where: { String($0.id) == id }) else { throw Problem.noSuchPage }
        return member
    }

    @Sendable static func remove(_ desk: DeskRound) async throws -> DeskForm {
        let member = try await member(desk)
        return DeskForm(
            title: Bilingual(vi: "Thôi làm thành viên: \(member.name)", en: "Leaves the council"),
            lead: [Bilingual(vi: "Tên vẫn còn trong hồ sơ.", en: "The name stays on record.")],
            values: ["on": desk.today.vietnamese], fields: SeatForms.leaving,
            button: Bilingual(vi: "Ghi nhận thôi làm", en: "Record"), wayBack: "\(desk.address)/council"
        ) { fields in
            let on = try fields.day("on")
            try await desk.registry.removeCouncilMember(
                round: desk.id, member: String(member.id), on: on, because: fields["reason"],
                by: try SeatForms.act(fields), as: desk.viewer)
            return .done("\(desk.address)/council")
        }
    }

    @Sendable static func replace(_ desk: DeskRound) async throws -> DeskForm {
        let member = try await member(desk)
        return DeskForm(
            title: Bilingual(vi: "Thay \(member.name)", en: "Replace a council member"),
            lead: [
                Bilingual(
                    vi: "Người mới giữ vai trò \(member.role.name.vi).",
                    en: "The new one sits as \(member.role.name.en).")
            ], values: ["on": desk.today.vietnamese],
            fields: { filling in
                [
                    filling.line("name", Bilingual(vi: "Họ tên người mới", en: "Name of the new one")),
                    filling.line(
                        "position", Bilingual(vi: "Chức vụ, đơn vị công tác", en: "Position"),
                        isOptional: true),
                ] + SeatForms.leaving(filling)
            }, button: Bilingual(vi: "Thay", en: "Replace"), wayBack: "\(desk.address)/council"
        ) { fields in
            let on = try fields.day("on")
            _ = try await desk.registry.replaceCouncilMember(
                round: desk.id, member: String(member.id), byName: fields["name"],
                position: fields.text("position"), on: on, because: fields["reason"],
                by: try SeatForms.act(fields), as: desk.viewer)
            return .done("\(desk.address)/council")
        }
    }
}

private struct PanelPage {
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

private enum PanelForms {
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

private struct ConflictPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let conflicts = try await desk.registry.conflicts(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Xung đột lợi ích", en: "Conflicts of interest"))
        page.lead = [
            Bilingual(
                vi: "Giám khảo có xung đột không được chấm hồ sơ của cơ sở đó; phiếu đã có không được tính.",
                en:
                    "A judge in conflict does not mark an establishment's entries; sheets that are there do not count."
            )
        ]
        if desk.standing.may(.conflictRecord), [.draft, .open, .judging].contains(desk.round.state) {
            page.actions = [.init("\(desk.address)/new-conflict", "Ghi một xung đột", "Record a conflict")]
        }
        page.tables = [
            .init(
                Bilingual(vi: "Đã ghi", en: "Recorded"), empty: Bilingual(vi: "Chưa có.", en: "None."),
                [
                    Bilingual(vi: "Giám khảo", en: "Judge"), Bilingual(vi: "Cơ sở", en: "Establishment"),
                    Bilingual(vi: "Nguồn", en: "Source"), Bilingual(vi: "Lý do", en: "Reason"),
                    Bilingual(vi: "Ngày", en: "Day"),
                    Bilingual(vi: "Phiếu không tính", en: "Sheets left out"),
                ],
                conflicts.map { conflict in
                    [
                        .text(conflict.judge),
                        .link("/establishments/\(conflict.establishmentID)", conflict.establishmentName),
                        .words(conflict.source.words), .text(conflict.reason),
                        .text(conflict.declaredOn.vietnamese), .text(String(conflict.excludedSheets)),
                    ]
                })
        ]
        self.page = page
    }
}

extension ConflictSource {
    var words: Bilingual {
        switch self {
        case .declared: Bilingual(vi: "tự khai", en: "declared")
        case .recorded: Bilingual(vi: "thư ký ghi", en: "recorded")
        case .sameUnit: Bilingual(vi: "cùng địa bàn", en: "same unit")
        }
    }
}

private enum ConflictForms {
    @Sendable static func add(_ desk: DeskRound) async throws -> DeskForm {
        let judges = try await desk.registry.panel(ofRound: desk.id, as: desk.viewer).filter { $0.to == nil }
        var makers: [Int64: String] = [:]
        for entry in try await desk.registry.entries(ofRound: desk.id, as: desk.viewer) {
            makers[entry.establishmentID] = entry.establishmentName
        }
        let choices = makers.sorted { $0.value < $1.value }.map {
            (value: String($0.key), name: Bilingual(vi: $0.value, en: ""))
        }
        return DeskForm(
            title: Bilingual(vi: "Ghi một xung đột lợi ích", en: "Record a conflict"),
            lead: [
                Bilingual(
                    vi: "Đã ghi thì không gỡ được; từ nay giám khảo không chấm hồ sơ của cơ sở này.",
                    en: "It cannot be taken back.")
            ],
            fields: { filling in
                [
                    filling.list(
                        "judge", Bilingual(vi: "Giám khảo", en: "Judge"),
                        of: judges.map { ($0.code, Bilingual(vi: "\($0.code) – \($0.name)", en: "")) }),
                    filling.list(
                        "establishment", Bilingual(vi: "Cơ sở", en: "Establishment"), of: choices,
                        hint: Bilingual(
                            vi: "Các cơ sở có hồ sơ trong kỳ.", en: "Those with entries in the round.")),
                    filling.few(
                        "source", Bilingual(vi: "Do ai", en: "By whom"),
                        of: [ConflictSource.declared, .recorded].map { ($0.rawValue, $0.words) }),
                    filling.line("reason", Bilingual(vi: "Lý do", en: "Reason")),
                ]
            }, button: Bilingual(vi: "Ghi", en: "Record"), wayBack: "\(desk.address)/conflicts"
        ) { fields in
            guard let establishment = Int64(fields["establishment"]) else {
                throw Refusal(
                    Violation(
                        "value-missing", vi: "hãy chọn cơ sở", en: "choose the establishment",
                        at: Place(column: "establishment")))
            }
            try await desk.registry.recordConflict(
                round: desk.id, judge: fields["judge"], establishment: establishment,
                source: try fields.choice("source", ConflictSource.self), because: fields["reason"],
                on: desk.today, as: desk.viewer)
            return .done("\(desk.address)/conflicts")
        }
    }
}

private struct AssignmentPage {
    let page: DeskPage

    init(_ desk: DeskRound) async throws {
        let pairs = try await desk.registry.assignments(ofRound: desk.id, as: desk.viewer)
        var page = desk.page(Bilingual(vi: "Phân công chấm", en: "Who marks what"))
        page.warnings = desk.standing.missing.filter { $0.code.hasPrefix("assignment-") }.map(\.text.sentence)
        if desk.standing.may(.assignmentDraw), desk.round.state == .open {
            page.actions = [
                .init(
                    "\(desk.address)/draw", pairs.isEmpty ? "Bốc thăm" : "Bốc thăm lại",
                    pairs.isEmpty ? "Draw" : "Draw again")
            ]
        }
        if pairs.isEmpty {
            page.lead = [
                Bilingual(
                    vi: "Chưa bốc thăm: mọi giám khảo chấm mọi sản phẩm mà họ không có xung đột.",
                    en: "Nothing was drawn: all judges mark all entries that they are not in conflict with.")
            ]
        } else if desk.standing.may(.conflictRead) {
            let draw = try await desk.registry.assignmentDraw(ofRound: desk.id, as: desk.viewer)
            page.facts = [
                .init("Hạt giống", "Seed", draw.input.seed),
                .init("Giám khảo cho mỗi hồ sơ", "Judges an entry", String(draw.input.perEntry)),
                .init("SHA-256 của dữ liệu bốc thăm", "SHA-256 of the input", draw.inputSHA256),
            ]
        }
        let byEntry = Dictionary(grouping: pairs, by: \.entry)
        page.tables = [
            .init(
                Bilingual(vi: "Theo hồ sơ", en: "By entry"),
                empty: Bilingual(vi: "Chưa có.", en: "None."),
                [Bilingual(vi: "Mã số", en: "Entry"), Bilingual(vi: "Giám khảo", en: "Judges")],
                byEntry.keys.sorted().map { entry in
                    [
                        .text(entry),
                        .text((byEntry[entry] ?? []).map(\.judge).joined(separator: ", ")),
                    ]
                })
        ]
        self.page = page
    }
}

private enum AssignmentForms {
    @Sendable static func draw(_ desk: DeskRound) async throws -> DeskForm {
        DeskForm(
            title: Bilingual(vi: "Bốc thăm phân công", en: "Draw the judges"),
            lead: [
                Bilingual(
                    vi:
                        "Đều nhau, không xung đột, và ai cũng bốc lại được từ hạt giống. Bốc lại thì lần sau thay lần trước; lần trước vẫn lưu.",
                    en:
                        "Evenly, without conflicts, and anybody can draw it again from the seed. Drawing again replaces the draw before, which stays on record."
                )
            ],
            fields: { filling in
                [
                    filling.line(
                        "per_entry",
                        Bilingual(vi: "Số giám khảo cho mỗi hồ sơ", en: "Judges for each entry"),
                        inputMode: "numeric"),
                    filling.line(
                        "seed", Bilingual(vi: "Hạt giống", en: "Seed"),
                        hint: Bilingual(
                            vi: "Công bố trước khi bốc, từ một nguồn không ai chọn được.",
                            en: "Named in advance, from a source that nobody can choose.")),
                ]
            }, button: Bilingual(vi: "Bốc thăm", en: "Draw"), wayBack: "\(desk.address)/assignment"
        ) { fields in
            _ = try await desk.registry.drawAssignment(
                round: desk.id, perEntry: try fields.number("per_entry"), seed: fields["seed"],
                on: desk.today, as: desk.viewer)
            return .done("\(desk.address)/assignment")
        }
    }
}
