import Registry
import RuralIndustry

struct TokensView: Sendable {
    struct Token: Sendable {
        let id: String
        let name: String
        let scopes: String
        let isNarrowed: Bool
        let territory: String
        let until: String
        let used: Bilingual
    }

    let isEnded: Bool
    let hasErrors: Bool
    let errors: [FormError]
    let hasTokens: Bool
    let tokens: [Token]
    let fields: [FormField]
    let isScopeWrong: Bool
    let scopeErrors: [FormError]
    let choices: [FormField.Choice]

    init(_ tokens: [TokenRecord], values: FormFields, errors: [FormError], isEnded: Bool) {
        self.init(
            tokens: tokens.map { token in
                Token(
                    id: String(token.id), name: token.name,
                    scopes: token.scopes.map(\.rawValue).joined(separator: " "),
                    isNarrowed: token.territory != nil, territory: token.territoryName ?? "",
                    until: token.lastDay.vietnamese,
                    used: token.seenAt.map {
                        let day = $0.vietnameseDay.vietnamese
                        return Bilingual(vi: "dùng lần cuối \(day)", en: "last used \(day)")
                    } ?? Bilingual(vi: "chưa dùng lần nào", en: "never used"))
            }, fields: Self.fields(FormFilling(values: values, errors: errors)),
            choices: Self.choices(values.all("scope")), errors: errors, isEnded: isEnded)
    }

    init(
        tokens: [Token], fields: [FormField], choices: [FormField.Choice], errors: [FormError], isEnded: Bool
    ) {
        self.isEnded = isEnded
        hasErrors = !errors.isEmpty
        self.errors = errors
        hasTokens = !tokens.isEmpty
        self.tokens = tokens
        self.fields = fields
        self.choices = choices
        scopeErrors = errors.filter { $0.field == "scope" }
        isScopeWrong = !scopeErrors.isEmpty
    }

    private static func fields(_ filling: FormFilling) -> [FormField] {
        [
            filling.line(
                "name", Bilingual(vi: "Dùng cho chương trình nào", en: "What it is for"),
                hint: Bilingual(
                    vi: "Ví dụ: phần mềm quản lý của Sở.", en: "For example: the department's software.")),
            filling.day(
                "until", Bilingual(vi: "Ngày cuối cùng dùng được", en: "Last day on which it is good"),
                hint: Bilingual(
                    vi: "Nhiều nhất một năm; ví dụ 20/11/2026.", en: "A year at most; for example 20/11/2026."
                )),
            filling.line(
                "territory", Bilingual(vi: "Thu hẹp vào địa bàn", en: "Narrowed to a territory"),
                hint: Bilingual(
                    vi: "Mã đơn vị, ví dụ 19; để trống thì bằng vai trò của bạn.",
                    en: "A unit's code, for example 19; left empty, as far as your roles reach."),
                isOptional: true),
        ]
    }

    private static func choices(_ chosen: [String]) -> [FormField.Choice] {
        TokenScope.allCases.enumerated().map { index, scope in
            // the first carries the field's own id, which errors lead to
            FormField.Choice(
                id: index == 0 ? "scope" : "scope-\(index + 1)", field: "scope", value: scope.rawValue,
                name: scope.name, isChosen: chosen.contains(scope.rawValue))
        }
    }
}

struct NewTokenView: Sendable {
    let token: String
    let name: String
    let until: String
}

extension Template {
    /// Shows a `TokensView`.
    static let tokens = Template(
        name: "tokens",
        text: """
            {{#isEnded}}<section class="answer live" role="status"><p>Đã kết thúc mã truy cập; chương trình dùng mã đó không vào được nữa.</p>
            <p lang="en">The token was ended: the program that has it is let in no more.</p></section>{{/isEnded}}
            """ + errorSummary + """

                <section class="card">
                <h1>Mã truy cập cho chương trình <span lang="en">Tokens for programs</span></h1>
                <p>Chương trình có mã này làm việc thay bạn qua <a href="/api/v1/guide">giao diện lập trình</a>: chỉ những gì bạn làm được, \
                trong phạm vi đã chọn. <span lang="en">A program with a token works as you: only what you may do, within the scopes that you choose.</span></p>
                {{#hasTokens}}<ul class="sessions">{{#tokens}}<li><div><strong>{{name}}</strong><br><code>{{scopes}}</code><br>
                <span class="act">{{#isNarrowed}}{{territory}} · {{/isNarrowed}}đến hết {{until}} · {{used.vi}} <span lang="en">until {{until}}, {{used.en}}</span></span></div>
                <form method="post" action="/account/tokens/{{id}}/end"><button class="quiet-button">Kết thúc <span lang="en">End</span></button></form></li>{{/tokens}}</ul>{{/hasTokens}}
                {{^hasTokens}}<p>Chưa có mã nào. <span lang="en">There is none.</span></p>{{/hasTokens}}
                </section>
                <section class="card">
                <h2>Lập mã mới <span lang="en">Make a new one</span></h2>
                <form method="post" action="/account/tokens" class="form" novalidate>
                \(formFields)
                <fieldset class="field"{{#isScopeWrong}} aria-describedby="scope-error" aria-invalid="true"{{/isScopeWrong}}>\
                <legend>Phạm vi <span lang="en">Scopes</span></legend>{{#isScopeWrong}}<span class="wrong" id="scope-error">{{#scopeErrors}}\
                <span>{{text.vi}} <span lang="en">{{text.en}}</span></span>{{/scopeErrors}}</span>{{/isScopeWrong}}
                {{#choices}}<label class="few"><input type="checkbox" id="{{id}}" name="{{field}}" value="{{value}}"{{#isChosen}} checked{{/isChosen}}> \
                <span>{{name.vi}} <span lang="en">{{name.en}}</span> <code>{{value}}</code></span></label>{{/choices}}</fieldset>
                <p><button class="act-button">Lập mã <span lang="en">Make it</span></button></p>
                </form>
                <p><a href="/account">Quay lại tài khoản <span lang="en">Back to the account</span></a></p>
                </section>
                """)

    /// Shows a `NewTokenView`.
    static let newToken = Template(
        name: "new-token",
        text: """
            <section class="answer live" role="status"><p>Đã lập mã truy cập. Trang này chỉ hiện mã một lần.</p>
            <p lang="en">The token was made. It is shown this once.</p></section>
            <section class="card">
            <h1>{{name}}</h1>
            <p><code>{{token}}</code></p>
            <p>Dùng được đến hết {{until}}. Chép mã vào nơi cất mật khẩu của chương trình; đừng gửi qua thư hay tin nhắn. Lộ mã thì kết thúc ngay. \
            <span lang="en">Good until {{until}}. Put it where the program keeps its passwords, not into mails; if it leaks, end it at once.</span></p>
            <p><a class="load" href="/account/tokens">Tôi đã cất mã <span lang="en">I have kept it</span></a></p>
            </section>
            """)
}
