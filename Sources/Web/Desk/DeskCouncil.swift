import Registry
import RuralIndustry

struct CouncilPage {
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

enum CouncilForms {
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
