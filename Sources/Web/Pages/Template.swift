/// The text of a page or a part of one, in Mustache, with the name that errors and tests call it by.
struct Template: Hashable, Sendable {
    let name: String
    let text: String
}

extension Template {
    /// Every template, by what it is for: a new one is added to the list of its folder.
    static let all =
        basic + certificates + accounts + registry + ofJudges + registrations + makers + ofStatistics
        + ofOpenData + ofProvinces + ofHelp + desk + programs

    private static let basic = [layout, problem, form]
    private static let certificates = [certificate]
    private static let accounts = [
        signIn, invitation, account, secondFactor, recoveryCodes, onward, tokens, newToken,
        accountList, accountInvited,
    ]
    private static let programs = [guide]
    private static let registry = [search, establishment, product, rounds, round, fair, fairs]

    /// What is around every page; shows a `LayoutView`.
    static let layout = Template(
        name: "layout",
        text: """
            <!doctype html>
            <html lang="vi">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{{title}}</title>
            <meta property="og:title" content="{{title}}">
            {{#abouts}}<meta name="description" content="{{text}}">
            <meta property="og:description" content="{{text}}">{{/abouts}}
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{{styleSheet}}">
            {{#scripts}}<script type="module" src="{{address}}"></script>{{/scripts}}
            </head>
            <body>
            <a class="to-content" href="#content">Đến nội dung chính <span lang="en">Skip to main content</span></a>
            <header><p>{{heading.vi}} <span lang="en">{{heading.en}}</span></p>
            {{#hasMenu}}<nav aria-label="Các trang – Pages"><ul>{{#menu}}<li><a href="{{address}}"\
            {{#isHere}} aria-current="page"{{/isHere}}>{{name.vi}} <span lang="en">{{name.en}}</span></a></li>{{/menu}}</ul></nav>{{/hasMenu}}\
            </header>
            <main id="content"{{#isWide}} class="wide"{{/isWide}}>
            {{{content}}}
            </main>
            {{#hasMenu}}<footer><ul><li><a href="/help">Trợ giúp <span lang="en">Help</span></a></li>\
            <li><a href="/open-data">Dữ liệu mở <span lang="en">Open data</span></a></li>\
            <li><a href="/accessibility">Khả năng tiếp cận <span lang="en">Accessibility</span></a></li></ul></footer>{{/hasMenu}}
            </body>
            </html>

            """)

    /// Why there is no page; shows a `ProblemView`.
    static let problem = Template(
        name: "problem",
        text: """
            <section class="state none">
            <svg class="sign" width="64" height="64" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="4" \
            aria-hidden="true"><circle cx="24" cy="24" r="21"/>\
            <path d="M24 13v14M24 33v2"/></svg>
            <h1 class="words"><strong>{{title.vi}}</strong> <span lang="en">{{title.en}}</span></h1>
            </section>
            <section class="card">
            <p>{{detail.vi}}</p>
            <p lang="en">{{detail.en}}</p>
            </section>
            {{#isLost}}<section class="card">
            <h2>Có thể bạn tìm <span lang="en">You may be looking for</span></h2>
            <form method="get" action="/" class="form" role="search">
            <p class="field"><label for="q">Sản phẩm, cơ sở, xã <span lang="en">Product, establishment, commune</span></label>
            <input id="q" name="q" type="search" maxlength="200" autocomplete="off" enterkeyhint="search"></p>
            <p><button class="act-button">Tra cứu <span lang="en">Search</span></button></p>
            </form>
            <ul class="hits"><li><a href="/rounds">Kỳ bình chọn đã công bố</a> <span lang="en">Published rounds</span></li>\
            <li><a href="/fairs">Hội chợ, triển lãm</a> <span lang="en">Trade fairs</span></li>\
            <li><a href="/statistics">Số liệu, bản đồ các tỉnh</a> <span lang="en">Figures and provinces</span></li>\
            <li><a href="/help">Trợ giúp</a> <span lang="en">Help</span></li></ul>
            </section>{{/isLost}}
            <p class="trace">{{#isOurFault}}Mã yêu cầu <span lang="en">Request id</span> <code>{{requestID}}</code><br>{{/isOurFault}}\
            <code>{{status}} {{code}}</code></p>
            """)
}
