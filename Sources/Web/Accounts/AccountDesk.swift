import Hummingbird
import Registry
import RuralIndustry

/// An account that somebody who manages accounts looks at.
struct AccountDesk: Sendable {
    let site: Site
    let person: SignedIn
    let details: ManagedAccount
    private let parameters: Parameters

    var account: AccountRecord { details.account }
    var address: String { AccountDeskRoutes.address(account.id) }

    /// - Throws: `SignInNeeded`; a refusal, in the same words for an account elsewhere and for one that is not there.
    init(_ site: Site, _ request: Request, _ context: SiteContext) async throws {
        self.site = site
        parameters = context.parameters
        person = try context.person(request)
        details = try await site.registry.managedAccount(
            context.recordNumber(), at: site.clock(), as: person.viewer)
    }

    /// A further number in the address.
    func number(_ name: String) throws -> Int64 { try parameters.number(name) }

    func page(done: Bool) -> DeskPage {
        var page = DeskPage(title: Bilingual(vi: account.name, en: ""))
        page.above = [.init(AccountDeskRoutes.folder, "Người dùng", "Users")]
        if done { page.notices = [Bilingual(vi: "Đã ghi nhận.", en: "It was recorded.")] }
        if account.id == person.account.id {
            page.lead.append(
                Bilingual(vi: "Đây là tài khoản của chính bạn.", en: "This is your own account."))
        }
        if person.viewer.may(.userChange), !details.isManaged {
            page.lead.append(
                Bilingual(
                    vi:
                        "Người này còn giữ vai trò ngoài phạm vi của bạn, nên bạn chỉ giao thêm và kết thúc được vai trò trong phạm vi ấy.",
                    en:
                        "They hold a role beyond your reach as well: you can give and end roles within it, and nothing else."
                ))
        }
        page.facts = facts
        page.actions = actions
        page.tables = [roles] + (details.isSeenWhole ? [sessions, tokens] : [])
        return page
    }

    private var facts: [DeskPage.Fact] {
        var facts: [DeskPage.Fact] = [.init("Tên đăng nhập", "Login", account.login)]
        if let email = account.email { facts.append(.init("Thư điện tử", "E-mail", email)) }
        if let day = account.disabledOn {
            facts.append(
                .init("Đã khóa", "Disabled", "từ \(day.vietnamese): \(account.disabledReason ?? "")"))
        }
        if details.isSeenWhole {
            facts.append(
                .init("Xác thực hai bước", "Second factor", details.hasSecondFactor ? "đang bật" : "chưa bật")
            )
        }
        if details.isLinked {
            facts.append(.init("Đăng nhập qua nơi khác", "Signs in through", "đã liên kết"))
        }
        return facts
    }

    private var actions: [DeskPage.Link] {
        let history = DeskPage.Link(address + "/history", "Lịch sử vai trò", "History of the roles")
        guard person.viewer.may(.userChange) else { return [history] }
        let isDisabled = account.disabledOn != nil
        var links = [history]
        if !isDisabled { links.append(.init(address + "/roles/new", "Giao vai trò", "Give a role")) }
        guard details.isManaged else { return links }
        if isDisabled {
            links.append(.init(address + "/enable", "Mở khóa", "Enable"))
        } else {
            links.append(.init(address + "/invite", "Mời đặt mật khẩu", "Invite"))
        }
        if !details.sessions.isEmpty {
            links.append(.init(address + "/end-sessions", "Đăng xuất mọi nơi", "Sign out everywhere"))
        }
        if details.hasSecondFactor {
            links.append(.init(address + "/reset-factor", "Tắt xác thực hai bước", "Reset the second factor"))
        }
        if details.isLinked { links.append(.init(address + "/unlink", "Bỏ liên kết", "Unlink")) }
        if !isDisabled { links.append(.init(address + "/disable", "Khóa tài khoản", "Disable")) }
        return links
    }

    private var roles: DeskPage.Table {
        let today = site.today
        // what holds first, then what will, then what did
        let sorted = account.roles.sorted { left, right in
            (left.rank(on: today), -left.id) < (right.rank(on: today), -right.id)
        }
        return .init(
            Bilingual(vi: "Vai trò", en: "Roles"),
            empty: Bilingual(vi: "Chưa được giao vai trò nào.", en: "None was given yet."),
            [
                Bilingual(vi: "Vai trò", en: "Role"), Bilingual(vi: "Phạm vi", en: "For"),
                Bilingual(vi: "Thời gian", en: "From – to"), Bilingual(vi: "Văn bản", en: "Act"),
                Bilingual(vi: "Kết thúc", en: "End"),
            ],
            sorted.map { role in
                [
                    .words(role.role.name), .text(role.territoryName), .text(role.days), .text(role.act),
                    details.rolesToEnd.contains(role.id)
                        ? .links([.init("\(address)/roles/\(role.id)/end", "Kết thúc", "End")])
                        : .text(role.endedReason ?? (role.rank(on: today) == 2 ? "đã hết hạn" : "")),
                ]
            })
    }

    private var sessions: DeskPage.Table {
        .init(
            Bilingual(vi: "Nơi đang đăng nhập", en: "Signed in at"),
            empty: Bilingual(vi: "Không đăng nhập ở đâu.", en: "Nowhere."),
            [
                Bilingual(vi: "Trình duyệt", en: "Browser"), Bilingual(vi: "Mạng", en: "Network"),
                Bilingual(vi: "Từ lúc", en: "Since"), Bilingual(vi: "Dùng lần cuối", en: "Last seen"),
            ],
            details.sessions.map {
                [
                    .text(Browser.name($0.agent)), .text($0.network), .text($0.begunAt.vietnameseMinute),
                    .text($0.seenAt.vietnameseMinute),
                ]
            })
    }

    private var tokens: DeskPage.Table {
        .init(
            Bilingual(vi: "Mã truy cập cho chương trình", en: "Tokens for programs"),
            empty: Bilingual(vi: "Không có.", en: "None."),
            [
                Bilingual(vi: "Dùng cho", en: "For"), Bilingual(vi: "Được làm", en: "Scopes"),
                Bilingual(vi: "Phạm vi", en: "Within"), Bilingual(vi: "Dùng được đến", en: "Good until"),
                Bilingual(vi: "Kết thúc", en: "End"),
            ],
            details.tokens.map { token in
                [
                    .text(token.name), .text(token.scopes.map(\.name.vi).joined(separator: "; ")),
                    .text(token.territoryName), .text(token.lastDay.vietnamese),
                    details.isManaged
                        ? .links([.init("\(address)/tokens/\(token.id)/end", "Kết thúc", "End")])
                        : .text(nil),
                ]
            })
    }
}

extension RoleRecord {
    /// 0: it holds; 1: it will; 2: it did.
    fileprivate func rank(on day: Day) -> Int { isHeld(on: day) ? 0 : day < from ? 1 : 2 }

    fileprivate var days: String {
        "từ \(from.vietnamese)" + (to.map { " đến hết \($0.adding(days: -1).vietnamese)" } ?? "")
    }
}
