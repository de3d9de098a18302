import Registry
import RuralIndustry

// What can be done to an account at the desk.

extension AccountForm {
    /// Answers with the invitation, this once.
    static func invite(_ desk: AccountDesk) -> AccountForm {
        let (site, person) = (desk.site, desk.person)
        return AccountForm(
            title: Bilingual(vi: "Mời đặt mật khẩu", en: "Invite to choose a password"),
            lead: [
                Bilingual(
                    vi:
                        "Bước sau hiện một địa chỉ để trao tận tay người này; mở được một lần, trong 7 ngày. Dùng khi mới lập tài khoản hoặc khi quên mật khẩu.",
                    en:
                        "The next step shows an address to be handed to them, good once, for 7 days: at first, or when a password was forgotten."
                )
            ], fields: { _ in [] }, button: Bilingual(vi: "Lập lời mời", en: "Invite")
        ) { _ in
            let invitation = try await site.registry.invite(
                desk.account.login, at: site.clock(), as: person.viewer)
            return .page(
                site.pages.page(
                    .accountInvited, AccountInvitedView(invitation, at: site),
                    in: PageFrame(
                        title: "Lời mời đặt mật khẩu – CNNT", menuAt: AccountDeskRoutes.folder,
                        viewer: person.viewer)))
        }
    }

    static func grant(_ desk: AccountDesk) -> AccountForm {
        let (site, viewer) = (desk.site, desk.person.viewer)
        return AccountForm(
            title: Bilingual(vi: "Giao vai trò", en: "Give a role"),
            values: ["from": site.today.vietnamese, "kind": PlaceKind.unit.rawValue],
            fields: Self.grantFields, button: Bilingual(vi: "Giao vai trò", en: "Give the role"),
            isOfWholeAccount: false
        ) { typed in
            let role = try typed.choice("role", Role.self)
            let kind = try typed.choice("kind", PlaceKind.self)
            let until = try typed.optionalDay("until")
            let new = NewRole(
                role: role, territory: try kind.territory(named: typed["place"]),
                from: try typed.day("from"), to: until?.adding(days: 1), act: typed.text("act"))
            do {
                _ = try await site.registry.grant(
                    new, to: desk.account.login, on: site.today, as: viewer)
            } catch let refusal as Refusal {
                throw refusal.placed
            }
            return nil
        }
    }

    /// - Throws: `Problem` for a role that they may not end, as for one that is not there.
    static func endRole(_ desk: AccountDesk) throws -> AccountForm {
        let id = try desk.number("role")
        guard desk.details.rolesToEnd.contains(id),
            let role = desk.account.roles.first(where: { $0.id == id })
        else { throw Problem.noSuchPage }
        let (site, viewer) = (desk.site, desk.person.viewer)
        return AccountForm(
            title: Bilingual(vi: "Kết thúc vai trò", en: "End a role"),
            lead: [
                Bilingual(
                    vi: "\(role.role.name.vi.capitalizedFirst) – \(role.territoryName).",
                    en: "\(role.role.name.en.capitalizedFirst).")
            ], values: ["date": site.today.vietnamese],
            fields: {
                [
                    $0.day(
                        "date", Bilingual(vi: "Từ ngày này không còn giữ", en: "No longer held from this day")
                    ),
                    $0.line("reason", Bilingual(vi: "Lý do", en: "Why")),
                ]
            }, button: Bilingual(vi: "Kết thúc", en: "End"), isOfWholeAccount: false
        ) { typed in
            _ = try await site.registry.endRole(
                id, on: try typed.day("date"), because: typed["reason"], as: viewer)
            return nil
        }
    }

    static func disable(_ desk: AccountDesk) -> AccountForm {
        reasoned(
            desk,
            Bilingual(vi: "Khóa tài khoản", en: "Disable the account"),
            Bilingual(
                vi:
                    "Từ nay người này không đăng nhập và không làm được gì; việc đã làm vẫn ghi tên. Mở khóa lại được.",
                en: "From now on it can do nothing; what it did keeps its name. It can be enabled again."),
            button: Bilingual(vi: "Khóa", en: "Disable")
        ) { registry, login, reason, now, viewer in
            _ = try await registry.disableAccount(login, on: now.vietnameseDay, because: reason, as: viewer)
        }
    }

    static func enable(_ desk: AccountDesk) -> AccountForm {
        reasoned(
            desk,
            Bilingual(vi: "Mở khóa tài khoản", en: "Enable the account"),
            Bilingual(
                vi: "Các vai trò chưa kết thúc lại có hiệu lực ngay.",
                en: "Roles that have not ended hold again at once."),
            button: Bilingual(vi: "Mở khóa", en: "Enable")
        ) { registry, login, reason, now, viewer in
            _ = try await registry.enableAccount(login, on: now.vietnameseDay, because: reason, as: viewer)
        }
    }

    static func endSessions(_ desk: AccountDesk) -> AccountForm {
        reasoned(
            desk,
            Bilingual(vi: "Đăng xuất mọi nơi", en: "Sign out everywhere"),
            Bilingual(
                vi: "Mọi trình duyệt đang đăng nhập bằng tài khoản này bị đăng xuất; mật khẩu vẫn dùng được.",
                en: "Every browser is signed out; the password stays good."),
            button: Bilingual(vi: "Đăng xuất", en: "Sign out")
        ) { registry, login, reason, now, viewer in
            _ = try await registry.endSessions(ofAccount: login, because: reason, at: now, as: viewer)
        }
    }

    static func resetSecondFactor(_ desk: AccountDesk) -> AccountForm {
        reasoned(
            desk,
            Bilingual(vi: "Tắt xác thực hai bước", en: "Reset the second factor"),
            Bilingual(
                vi:
                    "Dùng khi chủ tài khoản mất điện thoại và mã khôi phục. Hãy chắc chắn người xin đúng là chủ tài khoản; mọi trình duyệt bị đăng xuất.",
                en:
                    "For who lost telephone and recovery codes. Make sure that it is the owner who asks; every browser is signed out."
            ), button: Bilingual(vi: "Tắt", en: "Reset")
        ) { registry, login, reason, now, viewer in
            _ = try await registry.resetSecondFactor(of: login, because: reason, at: now, as: viewer)
        }
    }

    static func unlink(_ desk: AccountDesk) -> AccountForm {
        reasoned(
            desk,
            Bilingual(vi: "Bỏ liên kết với nơi đăng nhập khác", en: "Unlink from the identity provider"),
            Bilingual(
                vi: "Mọi trình duyệt bị đăng xuất; chủ tài khoản đăng nhập lại bằng mật khẩu.",
                en: "Every browser is signed out; the owner signs in by password."),
            button: Bilingual(vi: "Bỏ liên kết", en: "Unlink")
        ) { registry, login, reason, now, viewer in
            _ = try await registry.resetIdentities(of: login, because: reason, at: now, as: viewer)
        }
    }

    /// - Throws: `Problem` for a token that is none of the account's.
    static func endToken(_ desk: AccountDesk) throws -> AccountForm {
        let id = try desk.number("token")
        guard let token = desk.details.tokens.first(where: { $0.id == id }) else { throw Problem.noSuchPage }
        return reasoned(
            desk,
            Bilingual(vi: "Kết thúc mã truy cập", en: "End a token"),
            Bilingual(
                vi: "Chương trình “\(token.name)” không vào được nữa, ngay từ bây giờ.",
                en: "The program does not get in any more, from now on."),
            button: Bilingual(vi: "Kết thúc", en: "End")
        ) { registry, _, reason, now, viewer in
            _ = try await registry.endToken(id, because: reason, at: now, as: viewer)
        }
    }
}

/// What a form asks a role's territory by: its kind, and where that is not enough its code or number.
private enum PlaceKind: String, CaseIterable {
    case unit, round, establishment, north, central, south, nation

    var name: Bilingual {
        switch self {
        case .unit:
            Bilingual(vi: "Một tỉnh hoặc xã (ghi mã đơn vị)", en: "A province or commune, by its code")
        case .round: Bilingual(vi: "Một kỳ bình chọn (ghi số của kỳ)", en: "A round, by its number")
        case .establishment:
            Bilingual(vi: "Một cơ sở (ghi số của cơ sở)", en: "An establishment, by its number")
        case .north: Bilingual(vi: "Khu vực phía Bắc", en: "The north")
        case .central: Bilingual(vi: "Khu vực miền Trung – Tây Nguyên", en: "The centre")
        case .south: Bilingual(vi: "Khu vực phía Nam", en: "The south")
        case .nation: Bilingual(vi: "Cả nước", en: "The nation")
        }
    }

    func territory(named text: String) throws(Refusal) -> Territory {
        let typed = text.filter { !$0.isWhitespace }
        do throws(Violation) {
            switch self {
            case .nation: return .nation
            case .north: return .region(.north)
            case .central: return .region(.central)
            case .south: return .region(.south)
            case .unit: return .unit(try UnitCode(typed))
            case .round: return try Territory("round:" + typed)
            case .establishment: return try Territory("establishment:" + typed)
            }
        } catch {
            throw Refusal(
                Violation(
                    "territory-unreadable",
                    vi: self == .unit
                        ? "hãy ghi mã của tỉnh (2 chữ số) hoặc xã (5 chữ số)" : "hãy ghi số, ví dụ 12",
                    en: self == .unit
                        ? "write the code of a province (2 digits) or commune (5 digits)"
                        : "write its number, for example 12", at: Place(column: "place")))
        }
    }
}

extension AccountForm {
    @Sendable private static func grantFields(_ filling: FormFilling) -> [FormField] {
        [
            filling.list(
                "role", Bilingual(vi: "Vai trò", en: "Role"),
                of: Role.grantable.map { ($0.rawValue, $0.name.capitalized) }),
            filling.few(
                "kind", Bilingual(vi: "Giao cho phạm vi nào", en: "What it is held for"),
                of: PlaceKind.allCases.map { ($0.rawValue, $0.name) }),
            filling.line(
                "place", Bilingual(vi: "Mã đơn vị, số kỳ bình chọn hoặc số cơ sở", en: "Code or number"),
                hint: Bilingual(
                    vi: "Ví dụ 19, 05503 hoặc 12. Để trống nếu giao cho khu vực hay cả nước.",
                    en: "For example 19, 05503 or 12. Empty for a region or the nation."), isOptional: true),
            filling.day("from", Bilingual(vi: "Từ ngày", en: "From")),
            filling.day(
                "until", Bilingual(vi: "Đến hết ngày", en: "To the end of"),
                hint: Bilingual(vi: "Để trống nếu không có thời hạn.", en: "Empty: without an end."),
                isOptional: true),
            filling.line(
                "act", Bilingual(vi: "Số văn bản giao vai trò", en: "Number of the act"), isOptional: true),
        ]
    }
}

extension Refusal {
    /// Each thing at the field that it is about: what lies elsewhere, and what does not go with the role, is where the role is held.
    fileprivate var placed: Refusal {
        let violations = violations.map { violation in
            switch violation.code {
            case "role-days": violation.inColumn("until")
            case "administrator-of-nation", "role-not-granted": violation.inColumn("role")
            case "not-permitted", "account-disabled": violation
            default: violation.place.column == "act" ? violation : violation.inColumn("place")
            }
        }
        return Refusal(violations[0], Array(violations.dropFirst()))
    }
}

extension Bilingual {
    fileprivate var capitalized: Bilingual { Bilingual(vi: vi.capitalizedFirst, en: en.capitalizedFirst) }
}
