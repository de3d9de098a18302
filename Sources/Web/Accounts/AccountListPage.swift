import Registry
import RuralIndustry

/// Accounts of somebody's territory, by page, perhaps those alone whose name or login has some text in it.
struct AccountListView: Sendable {
    struct Line: Sendable {
        let address: String
        let name: String
        let login: String
        /// `cán bộ khuyến công – Tỉnh Thái Nguyên; …`; says so where there is none.
        let roles: String
        let isDisabled: Bool
    }

    /// On one page.
    static let most = 50

    let name: String
    let isAll: Bool
    let mayAdd: Bool
    let count: Bilingual
    let hasFound: Bool
    let found: [Line]
    let pages: [ActionLink]

    init(
        _ accounts: [AccountRecord], name: String, includingDisabled isAll: Bool, page asked: Int,
        mayAdd: Bool,
        on day: Day
    ) {
        let wanted = name.folded
        let matching =
            wanted.isEmpty
            ? accounts
            : accounts.filter { $0.login.folded.contains(wanted) || $0.name.folded.contains(wanted) }
        let last = max(1, (matching.count + Self.most - 1) / Self.most)
        let page = min(max(1, asked), last)
        func link(_ page: Int, _ vi: String, _ en: String) -> ActionLink {
            let parts =
                (name.isEmpty ? [] : ["name=\(PercentCoding.encoded(name))"])
                + (isAll ? ["disabled=yes"] : []) + ["page=\(page)"]
            return ActionLink(
                address: AccountDeskRoutes.folder + "?" + parts.joined(separator: "&"),
                name: Bilingual(vi: vi, en: en))
        }
        self.init(
            name: name, isAll: isAll, mayAdd: mayAdd,
            count: Bilingual(
                vi: "\(matching.count) người dùng", en: matching.count.counted("user")),
            found: matching.dropFirst((page - 1) * Self.most).prefix(Self.most).map { Line($0, on: day) },
            pages: (page > 1 ? [link(page - 1, "Trang trước", "Previous")] : [])
                + (page < last ? [link(page + 1, "Trang sau", "Next")] : []))
    }

    init(
        name: String, isAll: Bool, mayAdd: Bool, count: Bilingual, found: [Line], pages: [ActionLink]
    ) {
        self.name = name
        self.isAll = isAll
        self.mayAdd = mayAdd
        self.count = count
        hasFound = !found.isEmpty
        self.found = found
        self.pages = pages
    }
}

extension AccountListView.Line {
    fileprivate init(_ account: AccountRecord, on day: Day) {
        let roles = account.roles(on: day).map { "\($0.role.name.vi) – \($0.territoryName)" }
        self.init(
            address: AccountDeskRoutes.address(account.id), name: account.name, login: account.login,
            roles: roles.isEmpty ? "không giữ vai trò nào" : roles.joined(separator: "; "),
            isDisabled: account.disabledOn != nil)
    }
}

extension String {
    /// As names are compared: without case, diacritics and the place of a tone.
    fileprivate var folded: String { Folded(self).text }
}

/// An invitation to choose a password, shown this once to who made it.
struct AccountInvitedView: Sendable {
    let name: String
    let address: String
    /// The only one.
    let invitations: [HandedInvitation]

    init(_ invitation: AccountInvitation, at site: Site) {
        self.init(
            name: invitation.account.name, address: AccountDeskRoutes.address(invitation.account.id),
            invitation: HandedInvitation(invitation, at: site))
    }

    init(name: String, address: String, invitation: HandedInvitation) {
        self.name = name
        self.address = address
        invitations = [invitation]
    }
}

extension Template {
    /// Shows an `AccountListView`.
    static let accountList = Template(
        name: "account-list",
        text: """
            <section class="card">
            <h1>Người dùng <span lang="en">Users</span></h1>
            <form method="get" action="/desk/accounts" class="form" role="search">
            <p class="field"><label for="name">Họ tên hoặc tên đăng nhập <span lang="en">Name or login</span></label>
            <input id="name" name="name" value="{{name}}" maxlength="100" autocomplete="off"></p>
            <p class="field"><label class="few"><input type="checkbox" name="disabled" value="yes"{{#isAll}} checked{{/isAll}}> \
            <span>Cả tài khoản đã khóa <span lang="en">Disabled ones too</span></span></label></p>
            <p><button class="act-button">Tìm <span lang="en">Find</span></button></p></form>
            {{#mayAdd}}<p class="acts"><a class="load" href="/desk/accounts/new">Thêm người dùng <span lang="en">Add a user</span></a></p>{{/mayAdd}}
            </section>
            <section class="card">
            <h2>{{count.vi}} <span lang="en">{{count.en}}</span></h2>
            {{#hasFound}}<ul class="hits">{{#found}}<li><a href="{{address}}">{{name}}</a> <span class="act">{{login}} · {{roles}}</span>
            {{#isDisabled}}<span class="badge revoked">đã khóa <span lang="en">disabled</span></span>{{/isDisabled}}</li>{{/found}}</ul>{{/hasFound}}
            {{^hasFound}}<p>Không có người dùng nào như vậy trong phạm vi của bạn. <span lang="en">There is none within your reach.</span></p>{{/hasFound}}
            <p class="acts">{{#pages}}<a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/pages}}</p>
            </section>
            """)

    /// Shows an `AccountInvitedView`.
    static let accountInvited = Template(
        name: "account-invited",
        text: """
            <section class="answer live" role="status"><p>Đã lập lời mời cho {{name}}. Lời mời trước, nếu có, không còn dùng được.</p>
            <p lang="en">{{name}} is invited. An invitation before it is void.</p></section>
            <section class="card">
            <h1>Lời mời đặt mật khẩu <span lang="en">Invitation to choose a password</span></h1>
            \(handedInvitation)
            <p><a class="load" href="{{address}}">Quay lại người dùng này <span lang="en">Back to the user</span></a></p>
            </section>
            """)
}
