import Foundation
import Mustache
import RuralIndustry
import TestSupport
import Testing

@testable import Web

@Suite("Templates")
struct TemplateTests {
    private static let text = Bilingual(vi: "vi", en: "en")

    private static let award = AwardItem(
        year: "2023", level: text, product: "p", productAddress: "a", decision: "d", issuer: "i")

    private static let field = FormFilling(
        values: FormFields("f=1"), errors: [.init(field: "f", text: text)]
    ).few("f", text, of: [("1", text)], hint: text)

    private static let registration = RegistrationListView.Line(
        address: "a", name: "n", place: "p", sent: "s", state: text, kind: "live")
    private static let chart = Chart(
        id: "a", title: text, summary: "s", ticks: [.init(y: "1", textY: "1", text: "1")],
        marks: [.init(x: "1", text: "1")],
        bars: [.init(x: "1", y: "1", width: "1", height: "1", middle: "1", textY: "1", value: "1")],
        series: [.init(style: "s1", name: text, path: "M0 0", points: [.init(x: "1", y: "1")])])
    private static let link = ProvinceView.Link(address: "a", name: "n", detail: "d")
    private static let bar = StatisticsView.Bar(
        name: text, hasAddress: true, address: "a", value: "1", length: "1")

    private static let paper = PaperLine(
        name: text, detail: "d", address: "a", isOwn: true, isPublished: true)

    private static let entry = OwnEntryLine(
        round: "r", product: "p", address: "a", detail: "d", state: text, kind: "live", reason: "r",
        results: [text], notices: [.init(day: "d", text: "t")],
        complaints: [.init(label: text, value: "v")], links: [.init(address: "a", name: text)])

    /// One of everything, so that every section is entered.
    static let samples: [String: any Sendable] = [
        "form": FormView(
            title: text, lead: [text], errors: [.init(field: "f", text: text)], action: "a",
            fields: [
                FormFilling(values: FormFields("f=1"), errors: [.init(field: "f", text: text)]).few(
                    "f", text, of: [("1", text)], hint: text)
            ], button: text, wayBack: "b"),
        "grouped-form": GroupedFormView(
            title: text, lead: [text], errors: [.init(field: "f", text: text)],
            differences: [.init(label: text, before: "b", after: "a")], action: "a",
            groups: [.init(title: text, fields: [field])], button: text, wayBack: "b"),
        "registration-status": RegistrationStatusView(
            state: .refused, facts: [.init(label: text, value: "v")]),
        "registration-list": RegistrationListView(
            waiting: [registration], settled: [registration], isFirst: true,
            pages: [.init(address: "a", name: text)]),
        "registration-review": RegistrationReviewView(
            name: "n", state: .waiting, errors: [.init(field: "f", text: text)],
            facts: [.init(label: text, value: "v")], applicant: [.init(label: text, value: "v")],
            alike: [.init(address: "a", name: "n", place: "p", why: text)], others: [registration],
            confirmAction: "a", confirmFields: [field], refuseAction: "a", refuseFields: [field]),
        "registration-confirmed": RegistrationConfirmedView(
            name: "n", establishmentAddress: "e",
            invitation: .init(login: "l", address: "i", isWhole: true, expires: "e")),
        "mine": MineView([.init(address: "a", name: "n", place: "p", isClosed: true)]),
        "establishment-record": EstablishmentRecordView(
            notices: [text], name: "n", place: "p",
            merges: [.init(address: "a", name: "n", group: text, isClosed: false)],
            closings: [.init(text: "c")], links: [.init(address: "a", name: text)],
            waiting: [.init(text: text, address: "a")], facts: [.init(label: text, value: "v")],
            sites: [.init(place: "p", detail: "d", isOpen: true, close: "c")],
            products: [.init(address: "a", name: "n", group: text, isClosed: true)], papers: [paper],
            isMine: true, entries: [entry], fairs: [.init(address: "a", name: "n", days: "d")],
            requests: [
                .init(fair: "f", days: "d", state: text, detail: "d", canWithdraw: true, withdraw: "w")
            ],
            booths: [
                .init(
                    fair: "f", address: "a", isShown: true, detail: "d", state: text, look: "live",
                    canConfirm: true, confirm: "c", canRelease: true, release: "r")
            ],
            certificates: [
                .init(
                    number: "n", product: "p", level: text, validity: "v", state: "live", stateName: text,
                    hasCode: true, address: "a", files: [TextLine(text: "f")], isHeldElsewhere: true,
                    holder: "h")
            ], address: "a"),
        "product-record": ProductRecordView(
            notices: [text], name: "n", maker: "m", makerAddress: "a", closings: [.init(text: "c")],
            links: [.init(address: "a", name: text)], facts: [.init(label: text, value: "v")],
            checks: [.init(level: text, isComplete: true, lacks: [text], advice: [text])], papers: [paper],
            addPaper: "a", isMine: true, rounds: [.init(name: "n", detail: "d", address: "a")],
            entries: [entry]),
        "record-versions": RecordVersionsView(
            name: "n",
            versions: [
                .init(
                    number: "1", saved: "s", actor: "a", action: text, hasReason: true, reason: "r",
                    hasChanges: true, changes: [.init(label: text, before: "b", after: "a")])
            ], more: "m", wayBack: "w"),
        "establishment-list": EstablishmentListView(
            fields: [field],
            found: [
                .init(address: "a", number: "1", name: "n", place: "p", detail: "d", isClosed: true)
            ], more: "m"),
        "record-import": RecordImportView(
            title: text, errors: [.init(field: "f", text: text)], action: "a", fields: [field], columns: "c",
            required: "r", wayBack: "w"),
        "record-preview": RecordPreviewView(
            name: "n", counts: [.init(label: text, value: "v")], canImport: true, action: "a", content: "c",
            rows: [
                .init(
                    line: "1", name: "n", outcome: text, kind: "live",
                    changes: [.init(label: text, before: "b", after: "a")], told: [text])
            ], more: 1, wayBack: "w"),
        "record-imported": RecordImportedView(
            facts: [.init(label: text, value: "v")], warnings: [text], wayBack: "w"),
        "layout": LayoutView(
            title: "a", styleSheet: "b", scripts: [Script(name: "n", text: "t")], heading: text,
            menu: [.init(address: "a", name: text, isHere: true)], isWide: true, content: "c",
            about: "a"),
        "search": SearchView(
            question: "q", wasAsked: true, problems: [text], corrected: "c",
            hits: [
                .init(
                    address: "a", name: "n", kind: text, detail: "d", hasAwards: true, awards: "1",
                    isClosed: true,
                    pictures: [
                        .init(address: "a", smallAddress: "s", alternative: "t", width: "1", height: "1")
                    ])
            ]),
        "establishment": EstablishmentView(
            name: "n", place: "p", registeredPlace: "r", industry: "i", closedOn: Day("2026-01-01"),
            products: [.init(address: "a", name: "n", group: text, isClosed: true)], awards: [award]),
        "product": ProductView(
            name: "n", group: text, makerAddress: "m", maker: "m", place: "p", members: ["m"],
            description: "d", closedOn: Day("2026-01-01"),
            pictures: [.init(address: "a", smallAddress: "s", alternative: "t", width: "1", height: "1")],
            awards: [award]),
        "rounds": RoundListView(
            rounds: [
                .init(address: "a", name: "n", level: text, organiser: "o", heldOn: "d", recognised: "1")
            ],
            more: "m"),
        "round": RoundView(
            name: "n", level: text, organiser: "o", heldOn: "d", acts: ["a"],
            products: [
                .init(
                    address: "a", name: "n", makerAddress: "m", maker: "m", group: text, hasClass: true,
                    awardClass: "c")
            ]),
        "fairs": FairListView(
            fairs: [.init(address: "a", name: "n", days: "d", venue: "v", organiser: "o", booths: "1")],
            more: "m"),
        "help": HelpView(contact: "c"), "accessibility": HelpView(contact: "c"),
        "fair": FairView(
            name: "n", facts: [.init(label: text, value: "v")],
            changes: [.init(on: "o", what: "w", reason: "r")], hasChanges: true, plan: "p", question: "q",
            isFiltered: true, found: "1",
            booths: [
                .init(
                    anchor: "a", code: "c", zone: "z",
                    tenants: [.init(tenant: "t", days: "d", isPartOfDays: true)], province: "p",
                    standing: text,
                    isNamed: true)
            ]),
        "statistics": StatisticsView(
            hasErrors: true, errors: [.init(field: "f", text: text)],
            fields: [
                FormFilling(values: FormFields("f=1"), errors: [.init(field: "f", text: text)]).few(
                    "f", text, of: [("1", text)], hint: text)
            ], figures: [.init(label: text, value: "1")], hasAwards: true, yearCharts: [chart],
            levelCharts: [chart], levelNames: [text],
            years: [.init(year: "2023", counts: [TextLine(text: "1")], total: "1")], levels: [bar],
            groups: [bar], tiles: [.init(address: "a", name: "n", value: "1", classes: "c1 r1 shade-0")],
            legend: [.init(style: "shade-0", text: "0")], provinces: [bar], outside: [TextLine(text: "1")],
            day: "d"),
        "open-data": OpenDataView(
            day: "d", hasLicence: true, licence: "l",
            datasets: [
                .init(
                    id: "i", name: text,
                    files: [
                        .init(
                            address: "a", name: "n", seals: [.init(size: "1", records: "1", sha256: "s")],
                            checksumAddress: "c")
                    ], columns: [.init(name: "n", kind: text, about: text)])
            ]),
        "province": ProvinceView(
            name: "n", code: "c", hasEnded: true, successors: [link], hasRegion: true, region: "r",
            regionIsProvisional: true, isCounted: true, total: "1", hasSteps: true,
            steps: [.init(day: "d", basis: "b", changes: [link])], hasAwards: true,
            awards: [award], hasMore: true, more: "m", hasEstablishments: true, establishmentCount: "1",
            establishments: [link], makersBefore: [link], makersAfter: [link], hasRounds: true,
            rounds: [link],
            hasFairs: true, fairs: [link]),
        "desk-home": DeskHomeView(
            name: "n",
            lists: [
                .init(
                    title: text, empty: text,
                    items: [.init(address: "a", name: "n", detail: "d", badge: text, waiting: [text])],
                    more: .init("a", "m"))
            ]),
        "desk-page": deskPage.view,
        "desk-round": DeskRoundView(
            above: [.init("a", "n")], notices: [text], name: "n", state: text, facts: [.init("l", "l", "v")],
            next: [
                .init(
                    name: text, isReady: true, hasMissing: true, missing: [text], hasAddress: true,
                    address: "a")
            ],
            groups: [.init(title: text, tasks: [.init("n", "n", at: "a", hint: text, .done, text)])],
            actions: [.init("a", "n")]),
        "desk-entries": DeskEntriesView(
            above: [.init("a", "n")], notices: [text], name: "n",
            filters: [.init(address: "a", name: text, count: "1", isHere: true)], actions: [.init("a", "n")],
            items: [
                .init(
                    code: "c", state: text, look: "done", product: "p", productAddress: "a", maker: "m",
                    makerAddress: "a", group: text, filedOn: "d", basis: "b", reason: "r", history: "h",
                    mayMove: true)
            ], mayMove: true, address: "a", pages: [.init("a", "n")], question: "q", state: "s"),
        "desk-progress": DeskProgressView(
            name: "n", state: text, events: "e", above: [.init("a", "n")], table: "t"),
        "desk-progress-table": DeskProgressTable(
            at: "a", submitted: "1", expected: "2",
            judges: [
                .init(
                    code: "c", name: "n", role: text, submitted: "1", draft: "1", reopened: "1", missing: "1",
                    isDone: true, done: "1", expected: "2")
            ]),
        "problem": ProblemView(.outage, requestID: "1"),
        "sign-in": SignInView(errors: [.init(field: "f", text: text)], login: "l", next: "n", provider: "p"),
        "onward": OnwardView(name: "n", address: "a"),
        "invitation": InvitationView(errors: [.init(field: "f", text: text)], name: "n", login: "l"),
        "account": AccountView(
            notices: [text], errors: [.init(field: "f", text: text)], id: "1", name: "n", login: "l",
            roles: [.init(name: text, territory: "t", until: "u")],
            sessions: [
                .init(id: "1", agent: "a", network: "n", begun: "b", seen: "s", isThis: true),
                .init(id: "2", agent: "a", network: "n", begun: "b", seen: "s", isThis: false),
            ], codesLeft: 3, provider: "p", linkedOn: "d"),
        "second-factor": SecondFactorView(
            errors: [.init(field: "code", text: text)], picture: "p", secret: "s", address: "a",
            fields: [
                FormFilling(values: FormFields("f=1"), errors: [.init(field: "f", text: text)]).few(
                    "f", text, of: [("1", text)], hint: text)
            ]),
        "account-list": AccountListView(
            name: "n", isAll: true, mayAdd: true, count: Bilingual(vi: "1 người dùng", en: "1 user"),
            found: [.init(address: "a", name: "n", login: "l", roles: "r", isDisabled: true)],
            pages: [.init(address: "a", name: text)]),
        "account-invited": AccountInvitedView(
            name: "n", address: "a",
            invitation: .init(login: "l", address: "i", isWhole: true, expires: "e")),
        "recovery-codes": RecoveryCodesView(codes: ["c"]),
        "judging": JudgingListView(
            account: "1",
            rounds: [
                .init(
                    address: "a", name: "n", organiser: "o", heldOn: "d", state: text,
                    counts: [.init(number: "1", name: text, tone: "live")],
                    nexts: [.init(address: "a", entry: "e")])
            ]),
        "judging-round": JudgingRoundView(
            account: "1", notices: [text], name: "n", organiser: "o", heldOn: "d", state: text, judge: "J1",
            hints: [text], nexts: [.init(address: "a", entry: "e")],
            stages: [
                .init(
                    name: "n", counts: [.init(number: "1", name: text, tone: "live")],
                    sheets: [
                        .init(
                            address: "a", entry: "e", name: "n", state: text, tone: "live", total: "1",
                            lacking: 1)
                    ], ready: 1, submission: "s")
            ], board: "b"),
        "judging-submission": JudgingSubmissionView(
            errors: [.init(field: "f", text: text)], round: "r", back: "b", action: "a",
            ready: [.init(entry: "e", revision: "r", address: "a", total: "1")],
            lacking: [.init(entry: "e", address: "a", criteria: [.init(address: "a", name: "n")])]),
        "sheet": SheetView(
            key: "k", back: "b", round: "r", stage: "s", entry: "e", name: "n", judge: "J1", state: text,
            tone: "live", isSaved: true, errors: [.init(field: "f", text: text)], isConflict: true,
            differences: [.init(name: "n", kept: "k", typed: "t")],
            papers: [.init(address: "a", number: "1", name: text, isPicture: true, size: "1")], isOpen: true,
            address: "a", review: "r", revision: "r",
            rows: [
                .init(
                    number: "1", depth: "0", name: "n", maximum: "1", isHeading: true, sum: "1", isLeaf: true,
                    field: "f", hint: text, typed: "1", isWrong: true,
                    errors: [.init(field: "f", text: text)], describedBy: "d", remarkField: "r", remark: "r",
                    absenceField: "a",
                    absences: [.init(id: "i", field: "f", value: "v", name: text, isChosen: true)],
                    isNoted: true, content: "c", remarks: [TextLine(text: "r")])
            ], comment: "c", total: "1", maximum: "1", previous: .init(address: "a", entry: "e"),
            next: .init(address: "a", entry: "e"),
            history: [
                .init(
                    name: text, day: "d", actor: "a", reasons: [TextLine(text: "r")],
                    totals: [TextLine(text: "1")])
            ]),
        "sheet-review": SheetReviewView(
            errors: [.init(field: "f", text: text)], entry: "e", name: "n", round: "r", sheet: "s",
            rows: [
                .init(
                    name: "n", content: "", isMissing: true, remarks: [TextLine(text: "r")], address: "a")
            ], comment: "c", total: "1", maximum: "1", action: "a", revision: "r"),
        "judging-board": JudgingBoardView(
            isReopened: true, name: "n", state: text, back: "b",
            stages: [.init(address: "a", name: "n", isHere: true)],
            counts: [.init(number: "1", name: text, tone: "live")],
            judges: [
                .init(
                    code: "J1", name: "n", role: text, submitted: "1", all: "1",
                    counts: [.init(number: "1", name: text, tone: "live")], hasSheets: true,
                    sheets: [
                        .init(
                            entry: "e", state: text, tone: "live", totals: [TextLine(text: "1")],
                            reopenings: [TextLine(text: "a")])
                    ])
            ], lines: [.init(rank: "1", entry: "e", total: "1", judges: "1", reasons: [text])],
            refusals: [text]),
        "tokens": TokensView(
            tokens: [
                .init(
                    id: "1", name: "n", scopes: "s", isNarrowed: true, territory: "t", until: "u", used: text)
            ],
            fields: [
                FormFilling(values: FormFields("f=1"), errors: [.init(field: "f", text: text)]).few(
                    "f", text, of: [("1", text)], hint: text)
            ], choices: [.init(id: "c", field: "scope", value: "v", name: text, isChosen: true)],
            errors: [.init(field: "scope", text: text)], isEnded: true),
        "guide": GuideView(examples: GuideExample.all),
        "new-token": NewTokenView(token: "t", name: "n", until: "u"),
        "certificate": CertificateView(
            state: "live", isLive: true, isExpired: true, isRevoked: true, isReplaced: true, stateName: text,
            stateDetail: text,
            isSpecimen: true, levelName: text, product: "p", facts: [.init(label: text, value: "v")],
            revocation: [.init(act: "a", day: "d", reason: "r")],
            replacement: [.init(number: "n", act: "a", day: "d", reason: "r")],
            file: [.init(state: "live", words: text, detail: text, isSigned: true, signer: "s", sha256: "h")],
            hasHistory: true,
            history: [
                .init(
                    year: "2023", level: text, product: "p", isOtherProduct: true, decision: "d", issuer: "i",
                    isThis: true,
                    state: "live", stateName: text, hasReplaced: true, replaced: "n")
            ], hasProof: true, proofAddress: "a", proofDetail: text, code: "c", checkedOn: "d"),
    ]

    private static var deskPage: DeskPage {
        let filling = FormFilling(values: FormFields("f=1"), errors: [.init(field: "f", text: text)])
        var page = DeskPage(title: text)
        page.above = [.init("a", "n")]
        page.kind = "k"
        page.notices = [text]
        page.lead = [text]
        page.warnings = [text]
        page.facts = [.init("l", "l", "v")]
        page.actions = [.init("a", "n")]
        page.filters = [.init(label: text, choices: [.init(address: "a", name: text, isHere: true)])]
        page.letters = [.init(title: text, text: "l")]
        page.tables = [
            .init(
                text, empty: text, [text], [[.init(text: text, links: [.init("a", "n")])]], anchors: ["a"])
        ]
        page.filters = [
            .init(label: text, choices: [.init(address: "a", name: text, isHere: true)])
        ]
        page.pictures = [.init(title: text, about: text, svg: "<svg></svg>")]
        page.parts = [.init("a", "n")]
        page.forms = [
            .init(
                action: "a", fields: [filling.few("f", text, of: [("1", text)], hint: text)], button: text,
                mayGoBack: true)
        ]
        page.questions = page.forms
        return page
    }

    @Test(
        "every key of every template is there in what it shows, and every section is closed",
        arguments: Template.all)
    func keys(_ template: Template) throws {
        let sample = try #require(Self.samples[template.name], "no sample for \(template.name)")
        let missing = StrictKeys(template.text).missing(in: sample)
        #expect(missing.isEmpty)
        _ = try MustacheTemplate(string: template.text)
    }

    @Test("everything that is given to a page is shown by its template", arguments: Template.all)
    func shown(_ template: Template) throws {
        let sample = try #require(Self.samples[template.name])
        let keys = Set(StrictKeys(template.text).names.map { $0.split(separator: ".")[0] })
        for label in Mirror(reflecting: sample).children.compactMap(\.label) {
            #expect(keys.contains(Substring(label)), "\(template.name) does not show \(label)")
        }
    }

    @Test("the strict reading itself finds a key that is misspelt, at the top and inside a section")
    func strictness() throws {
        let sample = try #require(Self.samples["certificate"])
        #expect(StrictKeys("{{produkt}}").missing(in: sample) == ["produkt"])
        #expect(
            StrictKeys("{{#history}}{{yaer}}{{product}}{{level.de}}{{/history}}").missing(in: sample) == [
                "yaer", "level.de",
            ])
        #expect(StrictKeys("{{#nothing}}{{product}}{{/nothing}}").missing(in: sample) == ["nothing"])
    }

    @Test(
        "text never becomes mark-up, whatever scalars join its characters",
        arguments: [
            "<script>", "\u{600}<script>", "<\u{338}script>", "\"\u{301} onload=x", "'\u{301}", "&\u{301}lt;",
            "\u{200D}<b>",
            "\u{110BD}<img src=x>",
        ])
    func escaping(_ hostile: String) throws {
        let view = LayoutView(
            title: hostile, styleSheet: hostile, scripts: [], heading: Self.text, menu: nil, isWide: false,
            content: "")
        _ = try Pages()
        let template = try MustacheTemplate(
            string: "{{% CONTENT_TYPE:PAGE}}<p title=\"{{title}}\">{{styleSheet}}</p>")
        let page = template.render(view)
        let inside = page.utf8.filter {
            [UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'")].contains($0)
        }
        #expect(Array(inside) == Array("<\"\"><>".utf8), "\(page)")
    }

    @Test("a sign can be read without the style sheet too", arguments: Template.all)
    func signs(_ template: Template) {
        for sign in template.text.matches(of: /<svg class="sign"[^>]*>/).map(\.0) {
            for attribute in ["width=\"64\"", "height=\"64\"", "fill=\"none\"", "stroke=\"currentColor\""] {
                #expect(sign.contains(attribute), "\(sign)")
            }
        }
    }

    @Test("a page never holds more unescaped content than its own parts", arguments: Template.all)
    func unescaped(_ template: Template) {
        let raw = template.text.components(separatedBy: "{{{").count - 1
        // the page within its frame, and the plan, in which the drawing escapes every text
        #expect(
            raw
                == (["layout", "fair", "second-factor", "desk-progress", "desk-page"].contains(template.name)
                    ? 1 : 0))
        #expect(!template.text.contains("{{&"))
        #expect(!template.text.contains("\\"), "a line that was to go on")
        #expect(
            !template.text.contains("style=")
                && template.text.matches(of: /<script(?! type="module" src="\{\{address\}\}"><\/script>)/)
                    .isEmpty,
            "the policy would not allow it")
    }
}
