import Registry
import RuralIndustry

/// What is wrong with a form, and at which of its fields.
struct FormError: Sendable {
    /// The id of the field.
    let field: String
    let text: Bilingual

    /// - Parameters:
    ///   - first: the field that what is wrong with none in particular is told at.
    ///   - labels: what the form calls its fields, which columns of files have other names for.
    static func all(of refusal: Refusal, at first: String, labels: [String: Bilingual] = [:]) -> [FormError] {
        refusal.violations.map { violation in
            if violation.code == "value-missing", let label = violation.place.column.flatMap({ labels[$0] }) {
                return FormError(
                    field: violation.place.column ?? first,
                    text: Bilingual(vi: "Chưa ghi: \(label.vi).", en: "Missing: \(label.en)."))
            }
            return FormError(
                field: violation.place.column ?? first,
                text: violation.text.sentence)
        }
    }
}

struct SignInView: Sendable {
    let hasErrors: Bool
    let errors: [FormError]
    let login: String
    let next: String
    let hasProvider: Bool
    /// Another place where people sign in.
    let provider: String

    init(errors: [FormError], login: String, next: String, provider: String?) {
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.login = login
        self.next = next
        hasProvider = provider != nil
        self.provider = provider ?? ""
    }
}

struct InvitationView: Sendable {
    let hasErrors: Bool
    let errors: [FormError]
    let name: String
    let login: String
    let fewest: String

    init(_ account: AccountRecord, errors: [FormError]) {
        self.init(errors: errors, name: account.name, login: account.login)
    }

    init(errors: [FormError], name: String, login: String) {
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.name = name
        self.login = login
        fewest = String(Password.fewestCharacters)
    }
}

struct AccountView: Sendable {
    /// What was just done, as the address of the page says.
    enum Done: String {
        case password, session
        case secondFactorOff = "second-factor-off"
        case linked, unlinked

        var words: Bilingual {
            switch self {
            case .password:
                Bilingual(
                    vi: "Đã đổi mật khẩu. Các trình duyệt khác đã bị đăng xuất.",
                    en: "The password was changed. Other browsers are signed out.")
            case .secondFactorOff:
                Bilingual(
                    vi: "Đã tắt xác thực hai bước. Từ nay chỉ hỏi mật khẩu.",
                    en: "The second factor is off. From now on the password alone is asked for.")
            case .linked:
                Bilingual(
                    vi: "Đã liên kết. Từ nay bạn đăng nhập được cả bằng mật khẩu lẫn qua nơi kia.",
                    en: "Linked. From now on you can sign in by password or there.")
            case .unlinked:
                Bilingual(
                    vi: "Đã bỏ liên kết. Từ nay chỉ đăng nhập bằng mật khẩu.",
                    en: "The link has ended. From now on the password alone lets you in.")
            case .session: Bilingual(vi: "Đã kết thúc phiên đăng nhập.", en: "The session was ended.")
            }
        }
    }

    struct Role: Sendable {
        let name: Bilingual
        let territory: String
        /// `đến hết 31/12/2026`; empty: without an end.
        let until: String
    }

    struct Session: Sendable {
        let id: String
        let agent: String
        let network: String
        let begun: String
        let seen: String
        let isThis: Bool
    }

    let notices: [Bilingual]
    let hasErrors: Bool
    let errors: [FormError]
    let id: String
    let name: String
    let login: String
    let hasRoles: Bool
    let roles: [Role]
    let sessions: [Session]
    let hasOthers: Bool
    let fewest: String
    let hasSecondFactor: Bool
    let codesLeft: String
    let hasProvider: Bool
    /// Another place where people sign in.
    let provider: String
    let isLinked: Bool
    /// Since which day.
    let linkedOn: String

    /// - Parameters:
    ///   - provider: the name of another place where people sign in, and since when the account is linked to it.
    init(
        _ signedIn: SignedIn, sessions: [SessionRecord], second: SecondFactor?,
        provider: (name: String, linkedAt: Instant?)? = nil, done: Done?, errors: [FormError], on day: Day
    ) {
        let roles = signedIn.account.roles(on: day).map { role in
            Role(
                name: role.role.name, territory: role.territoryName,
                until: role.to.map { "đến hết ngày \($0.adding(days: -1).vietnamese)" } ?? "")
        }
        self.init(
            notices: done.map { [$0.words] } ?? [], errors: errors, id: String(signedIn.account.id),
            name: signedIn.account.name,
            login: signedIn.account.login, roles: roles,
            sessions: sessions.map {
                Session(
                    id: String($0.id), agent: Browser.name($0.agent), network: $0.network,
                    begun: String($0.begunAt.vietnameseSecond.prefix(16)),
                    seen: String($0.seenAt.vietnameseSecond.prefix(16)), isThis: $0.id == signedIn.session)
            }, codesLeft: second?.codesLeft, provider: provider?.name,
            linkedOn: provider?.linkedAt?.vietnameseDay.vietnamese)
    }

    init(
        notices: [Bilingual], errors: [FormError], id: String, name: String, login: String, roles: [Role],
        sessions: [Session], codesLeft: Int?, provider: String?, linkedOn: String?
    ) {
        self.notices = notices
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.id = id
        self.name = name
        self.login = login
        hasRoles = !roles.isEmpty
        self.roles = roles
        self.sessions = sessions
        hasOthers = sessions.contains { !$0.isThis }
        fewest = String(Password.fewestCharacters)
        hasSecondFactor = codesLeft != nil
        self.codesLeft = codesLeft.map(String.init) ?? ""
        hasProvider = provider != nil
        self.provider = provider ?? ""
        isLinked = linkedOn != nil
        self.linkedOn = linkedOn ?? ""
    }
}

/// What a browser says that it is, in words that its owner knows again.
enum Browser {
    static func name(_ agent: String) -> String {
        let kinds = [
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ]
        let kind = kinds.first { agent.contains($0.0) }?.1
        let system = systems.first { agent.contains($0.0) }?.1
        return switch (kind, system) {
        case (let kind?, let system?): "\(kind), \(system)"
        case (let kind?, nil): kind
        case (nil, let system?): system
        case (nil, nil): agent.isEmpty ? "?" : String(agent.prefix(40))
        }
    }
}
