@testable import Registry

/// What judges can type and open, and what they cannot: together everything that the program has. `BlindnessTests` tries all of
/// it, and fails where a command or an address is in none of these lists.
enum JudgesReach {
    /// Commands by what they ask the policy for, as a judge types them; A1 and A2 are the entries, J2 is the judge.
    static let ofJudges: [Action: [String]] = [
        .roundRead: ["round list", "round show 1", "council list 1", "panel list 1"],
        .sheetRead: [
            "score list 1", "score list 1 --format json", "score sheet show 1 A1 J2",
            "score sheet show 1 A2 J2",
            "score history 1 A2 J2", "score sheet show 1 A1 J1", "score history 1 A1 J3",
            "score sheet show 1 A9 J2",
        ],
        .sheetSave: [
            "score save 1 A1 J2 --mark market=30 --dry-run", "score save 1 A2 J2 --mark market=30 --dry-run",
            "score save 1 --file own.csv --dry-run",
        ],
        .sheetDossier: [
            "score sheet dossier 1 A1", "score sheet dossier 1 A2 --format json",
            "score sheet dossier 1 A1 --out got", "score sheet dossier 1 A2 --out got",
            "score sheet dossier 1 A9",
        ],
        .sheetSubmit: ["score submit 1 A1 J2", "score submit 1 A2 J2"],
        .awardHistory: [
            "award history --product 1", "award history --product 2", "award history --establishment 1",
            "award history --establishment 2", "award history --unit 05503",
        ],
        .certificateVerify: [
            "certificate verify https://cnnt.example/c/1", "certificate verify $(ls papers/*.pdf | head -1)",
        ],
        // by no command: at the addresses below
        .fairVisit: [],
        .signIn: [],
        .registrySearch: ["search che", "search gom --format json", "search 'cơ sở'"],
        .unitRead: [
            "unit list --level province", "unit show 05503 --as-of 2023-05-15", "unit lineage 05503",
            "unit resolve 'Thái Nguyên'", "unit regions", "unit authorities",
        ],
        .calendarRead: ["calendar list", "calendar deadline 15 --from 2026-11-02"],
        .regulationRead: ["regulation list", "regulation show vbhn-16-2018", "regulation rewards"],
        .keyRead: ["key list"],
    ]
    /// What the head judge reaches beyond these.
    static let ofHeads: [Action: [String]] = [
        .assignmentRead: ["assignment list 1"],
        .tallyRead: ["tally 1", "tally 1 --detail", "tally 1 --analyse", "round versions 1"],
        .minutesRead: ["round minutes 1 --out minutes.txt"],
        .sheetReopen: ["score reopen 1 A1 J2 --because x"],
    ]

    /// What those who run the round make for judges and hand to them.
    static let handed = [
        "score sheets 1 --out got", "score sheets 1 --out got --one-file",
        "score sheets 1 --out got --offline",
    ]

    /// What the head judge has of a round that is closed, beside what is above.
    static let ofClosedRound = [
        "round minutes 1 --out got/minutes.txt", "round minutes 1 --out got/minutes.pdf",
    ]

    /// What is refused to judges for want of permission, and must not tell either, by how it refuses.
    static let refused = [
        "unit import units.csv --dry-run",
        "unit change 05503 --on 2023-05-15 --act 1/NQ --name X",
        "calendar import calendar.csv",
        "establishment add --name X --legal-form household --commune-code 05503",
        "establishment import makers.csv --dry-run",
        "establishment list",
        "establishment show 1",
        "establishment edit 1 --phone 0912000333",
        "establishment close 1 --yes --reason x",
        "establishment site add 1 --commune-code 05491",
        "establishment site list 1",
        "establishment site close 1 --yes --reason x",
        "establishment eligibility 1",
        "establishment versions 1",
        "establishment diff 1 1 2",
        "establishment duplicates",
        "establishment merge 1 2 --yes --reason x",
        "establishment redact 1 --yes --act 1/QĐ --reason x",
        "product add --name X --group food --establishment-id 1",
        "product import products.csv --dry-run",
        "product list",
        "product show 1",
        "product edit 1 --description x",
        "product close 1 --yes --reason x",
        "product versions 1",
        "product diff 1 1 2",
        "registration list",
        "registration show 1",
        "registration confirm 1",
        "registration refuse 1 --reason x",
        "registration purge",
        "dossier add 1 photo.jpg --kind photo",
        "dossier import 1 scans",
        "dossier list 1",
        "dossier check --round 1 --entry A1",
        "dossier get 1 --out paper.bin",
        "dossier replace 1 photo.jpg --reason x",
        "dossier withdraw 1 --reason x",
        "dossier publish-picture 1 --alt x",
        "dossier unpublish-picture 1 --reason x",
        "regulation import rules.json --dry-run",
        "regulation import-rewards rewards.csv --dry-run",
        "round create --regulation vbhn-16-2018 --level district --organiser 164 --year 2023 --name X",
        "round open 1",
        "round judge 1",
        "round close 1 --dry-run",
        "round decide 1 --yes --number 1/QĐ --date 2023-06-30 --file decision.csv",
        "round publish 1",
        "round cancel 1 --yes --number 1/QĐ --date 2023-06-30 --reason x",
        "round decisions 1",
        "round decision-list 1 --out got/list.txt",
        "round vote 1 --on 2023-05-30 --for 5",
        "round votes 1",
        "round notices 1",
        "round correct 1 correction.csv --yes --because x --number 1/QĐ --date 2023-06-30",
        "round statistics --year 2023",
        "entry import 1 entries.csv --dry-run",
        "entry list 1",
        "entry accept 1 A1",
        "entry incomplete 1 A1 --reason x",
        "entry reject 1 A1 --reason x",
        "entry withdraw 1 A1 --reason x",
        "council add 1 --name X --role member",
        "council act 1 --number 1/QĐ --date 2023-05-01",
        "council replace 1 --member 1 --by X --reason x",
        "council remove 1 --member 3 --reason x",
        "council meeting 1 --on 2023-05-30 --present 1",
        "council meetings 1",
        "panel add 1 --judge J9 --name X --role judge",
        "panel replace 1 --judge J3 --by J9 --name X --reason x",
        "panel remove 1 --judge J3 --reason x",
        "panel account 1",
        "conflict add 1 --judge J2 --establishment 1 --reason x",
        "conflict list 1",
        "assignment draw 1 --per-entry 3 --seed x",
        "assignment recompute 1",
        "score import 1 own.csv",
        "score sheets 1 --out sheets",
        "score code 1 J1",
        "score type 1 own.csv --copy 1",
        "score differences 1",
        "score settle 1 A1 J2 market --value 30 --because x",
        "score accept-typed 1",
        "certificate issue 2 --out papers2",
        "certificate list",
        "certificate expiring",
        "certificate show 1",
        "certificate revoke 1 --yes --act 1/QĐ --date 2023-05-15 --reason x",
        "certificate replace 1 --yes --act 1/QĐ --date 2023-05-15 --reason x",
        "certificate revocations",
        "certificate reissue 1 --out papers2",
        "certificate proof 1",
        "certificate labels 1 --out got/labels.pdf",
        "award list",
        "award import awards.csv --dry-run",
        "award count",
        "nomination create --level provincial --number 1/TTr --date 2023-05-15 1",
        "nomination list",
        "nomination export --to-level provincial",
        "user add khach --name X",
        "user list",
        "user show hoa",
        "user grant hoa --role officer --in VN",
        "user end-role 1 --reason x",
        "user disable hoa --reason x",
        "user enable hoa --reason x",
        "user invite hoa",
        "user passwd hoa",
        "user sessions hoa",
        "user end-sessions hoa --reason x", "user reset-factor hoa --reason x", "user unlink hoa --reason x",
        "user token hoa --name x --scope registry:read --until 2027-01-01",
        "user tokens hoa",
        "user end-token 1 --reason x",
        "complaint file 1 --entry A1 --by X --received 2023-07-01 --text x",
        "complaint list 1",
        "complaint show 1",
        "complaint answer 1 --number 1 --on 2023-07-01 --finding upheld --text x",
        "complaint withdraw 1 --on 2023-07-01 --reason x",
        "fair create --name X --level provincial --organiser 19 --venue X --from 2026-12-01 --to 2026-12-03",
        "fair edit 1 --name X --because x",
        "fair list",
        "fair show 1",
        "fair grid 1 --rows 1 --per-row 2 --aisle 3",
        "fair plan 1 --out plan.svg",
        "fair open 1",
        "fair close 1",
        "fair cancel 1 --yes --because x",
        "fair quota 1 quota.csv",
        "fair quotas 1",
        "fair funding import funding.csv --dry-run",
        "fair funding list",
        "fair count",
        "fair terms 1",
        "fair allocate 1",
        "fair runs 1",
        "fair recompute 1",
        "fair minutes 1 --out m.txt",
        "fair contracts 1",
        "fair contract 1 --tenant 1 --out got/contract.txt",
        "booth import 1 booths.csv",
        "booth list 1",
        "booth hold 1 A01 --until 2026-12-01 --sponsor X",
        "booth confirm 1",
        "booth move 1 A02 --because x",
        "booth swap 1 2 --because x",
        "booth release 1 --because x",
        "booth no-show 1",
        "booth history --establishment 1",
        "booth request import 1 requests.csv",
        "booth request list 1",
        "booth request withdraw 1 --because x",
        "booth request refuse 1 --because x",
        "booth request history 1",
        "booth waiting list 1",
        "booth waiting offer 1 A01 --until 2026-12-01",
        "booth waiting move 1 --to 1 --because x",
        "bundle export 1 x.json",
        "key create",
        "key rotate",
        "key revoke 1 --yes --from 2023-05-15 --reason x",
        "audit verify",
        "audit tail",
        "audit seal",
        "audit checkpoint",
        "audit proof --round 1",
        "check",
    ]

    /// What nobody works as an account with: it rests on files that are handed to it or on the machine itself, whose operator
    /// sees everything.
    static let ofMachine: Set<String> = [
        "db start", "db stop", "db status", "db url", "db migrate", "db backup", "db restore",
        "regulation check", "user roles", "certificate template check", "certificate template show",
        "certificate template list",
        "bundle verify", "audit check-proof", "demo", "serve", "config",
        "bench certificates", "bench history-sql", "bench country", "bench search", "bench product-history",
        "bench judging", "bench offline", "bench fairs", "bench booth-holds", "bench booth-sql",
        "bench papers", "bench fair-files",
    ]

    /// What anybody reaches over the network: certificates of last year, with their proofs, and who makes what.
    ///
    /// - Parameter code: of a certificate.
    static func addresses(_ code: String) -> [String] {
        [
            "/c/\(code)", "/c/\(code)/proof", "/api/v1/certificates/\(code)",
            "/api/v1/certificates/\(code)/proof",
            "/c/00000000000000000/proof", "/api/v1/awards?product=1", "/api/v1/awards?product=2",
            "/api/v1/awards?establishment=1", "/api/v1/awards?establishment=2",
            "/api/v1/awards?unit=05503&as_of=2023-06-01", "/api/v1/awards?unit=05491&as_of=2023-06-01",
            "/c/A1", "/healthz", "/readyz", "/fairs/1", "/fairs", "/assets/style.css", "/assets/x.js", "/",
            "/?q=che",
            "/?q=gom",
            "/statistics", "/statistics?year=2023", "/establishments/1", "/establishments/2", "/products/1",
            "/products/2", "/products/1/pictures/1", "/products/2/pictures/1/small",
            "/provinces/19", "/provinces/06", "/help", "/accessibility", "/fairs?before=9", "/fairs/1?q=x",
            "/open-data", "/open-data/awards.csv",
            "/open-data/establishments.json", "/open-data/awards.csv.sha256", "/rounds", "/rounds/1",
            "/rounds/2", "/sign-in", "/sign-in/code", "/invitation/x", "/account", "/account/second-factor",
            "/account/second-factor/end", "/judging", "/judging/worker.js", "/judging/1",
            "/judging/1/submit", "/judging/1/sheets/A1", "/judging/1/sheets/A1/submit",
            "/judging/1/sheets/A1/papers/1",
            "/judging-board/1", "/judging-board/1/J2/A1/reopen",
            "/register", "/registration/x", "/desk/registrations",
            "/desk/registrations/1",
            "/account/tokens", "/desk/accounts", "/desk/accounts/1", "/desk/accounts/1/history",
            "/desk/accounts/new",
            // of programs, who show a token here in neither world
            "/api/v1/me", "/api/v1/establishments", "/api/v1/establishments/1", "/api/v1/establishments/2",
            "/api/v1/products", "/api/v1/products/1", "/api/v1/products/2", "/api/v1/rounds",
            "/api/v1/rounds/1", "/api/v1/rounds/1/entries", "/api/v1/rounds/1/entries/A1",
            "/api/v1/rounds/1/entries/A1/acceptance", "/api/v1/rounds/1/entries/A1/supplement-request",
            "/api/v1/rounds/1/entries/A1/rejection", "/api/v1/rounds/1/entries/A1/withdrawal",
            "/api/v1/rounds/1/results", "/api/v1/rounds/1/council", "/api/v1/rounds/1/panel",
            "/api/v1/rounds/1/council/1/removal", "/api/v1/rounds/1/council/1/replacement",
            "/api/v1/rounds/1/panel/J1/removal", "/api/v1/rounds/1/panel/J1/replacement",
            "/api/v1/rounds/1/meetings", "/api/v1/rounds/1/votes",
            "/api/v1/rounds/1/opening", "/api/v1/rounds/1/judging", "/api/v1/rounds/1/closing",
            "/api/v1/rounds/1/marks/import",
            "/api/v1/fairs/1/opening", "/api/v1/fairs/1/closing", "/api/v1/fairs/1/booths",
            "/api/v1/fairs/1/booths/1",
            "/api/v1/fairs/1/booths/import", "/api/v1/fairs/1/booths/grid", "/api/v1/fairs/1/quotas",
            "/api/v1/fairs/1/quotas/import", "/api/v1/fairs/1/terms", "/api/v1/fairs/1/runs",
            "/api/v1/fairs/1/runs/1", "/api/v1/fairs/1/holds",
            "/api/v1/fairs/1/booths/1/confirmation", "/api/v1/fairs/1/booths/1/release",
            "/api/v1/fairs/1/booths/1/move", "/api/v1/fairs/1/booth-requests/1",
            "/api/v1/fairs/1/booth-requests/1/refusal",
            "/api/v1/certificates", "/api/v1/fairs", "/api/v1/fairs/1",
            "/api/v1/fairs/1/booth-requests", "/api/v1/booth-requests/1",
            "/api/v1/booth-requests/1/withdrawal", "/api/v1/establishments/1/open-fairs",
            "/api/v1/establishments/1/booth-requests", "/api/v1/establishments/1/booths",
            "/api/v1/establishments/1/booths/1/confirmation", "/api/v1/establishments/1/booths/1/release",
            "/api/v1/establishments/import", "/api/v1/products/import", "/api/v1/establishments/export",
            "/api/v1/products/export", "/api/v1/changes", "/api/v1/openapi.yaml", "/api/v1/guide",
            // where forms are sent to alone
            "/sign-out", "/account/second-factor/begin", "/account/password", "/account/sessions/1/end",
            "/account/tokens/1/end",
            "/desk/registrations/1/confirm",
            "/desk/registrations/1/refuse",
        ] + ofDesk + ofDeskForms + ofFairs + ofFairForms + recordPages + recordForms + recordSteps
            + accountForms
    }

    /// What judges open once they are signed in: their pages of the round, and of what is none of theirs.
    static let pages =
        ["/judging", "/judging/1", "/judging/1/submit", "/judging/2", "/judging-board/1", "/judging-board/2"]
        + ["A1", "A2", "A9"].flatMap { entry in
            ["", "/submit", "/papers/1", "/papers/2", "/papers/3"].map { "/judging/1/sheets/\(entry)\($0)" }
                + ["J1", "J2", "J3"].map { "/judging-board/1/\($0)/\(entry)/reopen" }
        }

    /// Forms of those pages as nobody can mean them: what they are refused with is compared, and nothing is changed.
    static let posts: [(address: String, form: String)] =
        [("/judging/1/submit", ""), ("/judging/1/submit", "entry=A1&revision-A1=x")]
        + ["A1", "A2", "A9"].flatMap { entry in
            [
                ("/judging/1/sheets/\(entry)", "revision=x&mark-market=x"),
                ("/judging/1/sheets/\(entry)", "revision=x&mark-market=999999"),
                ("/judging/1/sheets/\(entry)/submit", "revision=x"),
            ] + ["J1", "J2"].map { ("/judging-board/1/\($0)/\(entry)/reopen", "because=") }
        }

    /// The officers' pages of a round, which only lead to signing in from outside.
    private static let ofDesk =
        ["/desk", "/desk/rounds", "/desk/rounds/1"]
        + [
            "entries", "council", "panel", "conflicts", "assignment", "progress", "events", "tally",
            "meetings",
            "decisions", "certificates", "certificates/print", "certificates/designs",
            "certificates/designs/standard-1/proof", "certificates/designs/standard-1/file", "complaints",
            "minutes", "minutes.pdf",
            "decision-list.pdf", "corrections", "notices",
            "notices/tat-ca.txt", "history", "decisions/history", "entries/A1/history",
        ].map { "/desk/rounds/1/\($0)" }
        + ["", "/expiring", "/1", "/1/file"].map { "/desk/certificates\($0)" }
    private static let ofDeskForms =
        ["/desk/new-round"]
        + [
            "open", "judge", "close", "publish", "cancel", "move", "new-entry", "import", "new-member",
            "council-act", "members/1/remove", "members/1/replace", "new-judge", "panel-act",
            "judges/J1/remove",
            "judges/J1/replace", "judges/J1/account", "new-conflict", "draw", "new-meeting", "new-vote",
            "decision", "amend", "correct", "send-notices", "new-complaint", "complaints/1/answer",
            "complaints/1/withdraw",
            "certificates/issue", "certificates/draw", "certificates/labels", "certificates/checkpoint",
            "certificates/designs/new", "certificates/designs/tinh-mau/withdraw",
        ].map { "/desk/rounds/1/\($0)" }
        + ["revoke", "replace", "draw"].map { "/desk/certificates/1/\($0)" }

    /// Fairs, likewise.
    private static let ofFairs =
        ["", "/counts", "/funding", "/history", "/1"].map { "/desk/fairs\($0)" }
        + [
            "plan", "plan/pdf", "plan/history", "history", "quotas", "requests", "requests/1", "runs",
            "runs/1", "runs/1/pdf", "runs/1/text", "waiting", "booths", "contracts", "contracts/print",
            "contracts/1/pdf",
            "contracts/1/text", "counts",
        ].map { "/desk/fairs/1/\($0)" }
    private static let ofFairForms =
        ["/desk/fairs/new", "/desk/fairs/funding/import"]
        + [
            "edit", "open", "cancel", "close", "terms", "import", "grid", "quotas/new", "quotas/import",
            "hold",
            "requests/new", "requests/import", "requests/1/refuse", "requests/1/withdraw", "allocate",
            "waiting/offer", "waiting/1/move", "booths/1/move", "booths/1/swap", "booths/1/release",
            "booths/1/confirm", "booths/1/no-show",
        ].map { "/desk/fairs/1/\($0)" }

    /// Forms of records, at their owners' and at the officers' addresses.
    private static let recordForms = [
        "/mine/1/edit",
        "/mine/1/sites",
        "/mine/1/sites/1/close",
        "/mine/1/products/new",
        "/mine/products/1/edit",
        "/mine/products/1/close",
        "/mine/1/papers",
        "/mine/products/1/papers",
        "/mine/papers/1/replace",
        "/mine/papers/1/withdraw",
        "/mine/papers/1/publish",
        "/mine/papers/1/unpublish",
        "/desk/establishments/1/edit",
        "/desk/establishments/1/sites",
        "/desk/establishments/1/sites/1/close",
        "/desk/establishments/1/products/new",
        "/desk/products/1/edit",
        "/desk/products/1/close",
        "/desk/establishments/1/papers",
        "/desk/products/1/papers",
        "/desk/papers/1/replace",
        "/desk/papers/1/withdraw",
        "/desk/papers/1/publish",
        "/desk/papers/1/unpublish",
        "/mine/products/1/enter/1",
        "/mine/entries/1/withdraw",
        "/mine/entries/1/complain",
        "/mine/1/booths/1",
        "/mine/booth-requests/1/withdraw",
        "/mine/1/held-booths/1/confirm",
        "/mine/1/held-booths/1/release",
        "/desk/establishments/new",
        "/desk/establishments/1/merge",
        "/desk/establishments/1/unmerge",
        "/desk/establishments/1/close",
        "/desk/establishments/import",
        "/desk/products/import",
    ]
    /// Where a form about records is sent to alone.
    private static let accountForms = [
        "invite", "roles/new", "roles/1/end", "disable", "enable", "end-sessions", "reset-factor", "unlink",
        "tokens/1/end",
    ].map { "/desk/accounts/1/\($0)" }
    private static let recordSteps = [
        "/desk/establishments/import/confirm",
        "/desk/products/import/confirm",
    ]
    private static let recordPages = [
        "/mine",
        "/mine/1",
        "/mine/1/versions",
        "/mine/products/1",
        "/mine/products/1/versions",
        "/mine/papers/1/file",
        "/mine/certificates/1/file",
        "/desk/establishments",
        "/desk/establishments/1",
        "/desk/establishments/1/versions",
        "/desk/products/1",
        "/desk/products/1/versions",
        "/desk/papers/1/file",
    ]

    /// What tells of the process and of nothing that it answers with: the same in both worlds but for the numbers.
    static let ofProcess = ["/metrics"]

    /// What is sent by POST: a file that is asked about, and forms, which no other page may send.
    static func questions(_ code: String) -> [String] {
        [
            "/c/\(code)", "/c/A1", "/sign-in", "/invitation/x", "/sign-out", "/account/password",
            "/account/sessions/1/end", "/sign-in/code", "/account/second-factor",
            "/account/second-factor/begin",
            "/account/second-factor/end", "/judging/1/submit", "/judging/1/sheets/A1",
            "/judging/1/sheets/A1/submit", "/judging-board/1/J2/A1/reopen",
            "/register", "/desk/registrations/1/confirm",
            "/desk/registrations/1/refuse",
            "/account/tokens", "/account/tokens/1/end",
            "/api/v1/establishments", "/api/v1/products", "/api/v1/establishments/import",
            "/api/v1/products/import", "/api/v1/rounds", "/api/v1/rounds/1/entries",
            "/api/v1/rounds/1/entries/A1/acceptance", "/api/v1/rounds/1/entries/A1/supplement-request",
            "/api/v1/rounds/1/entries/A1/rejection", "/api/v1/rounds/1/entries/A1/withdrawal",
            "/api/v1/rounds/1/council", "/api/v1/rounds/1/panel", "/api/v1/rounds/1/opening",
            "/api/v1/rounds/1/council/1/removal", "/api/v1/rounds/1/council/1/replacement",
            "/api/v1/rounds/1/panel/J1/removal", "/api/v1/rounds/1/panel/J1/replacement",
            "/api/v1/rounds/1/meetings", "/api/v1/rounds/1/votes",
            "/api/v1/rounds/1/judging", "/api/v1/rounds/1/marks/import", "/api/v1/rounds/1/closing",
            "/api/v1/fairs",
            "/api/v1/fairs/1/opening", "/api/v1/fairs/1/closing", "/api/v1/fairs/1/booths/import",
            "/api/v1/fairs/1/booths/grid", "/api/v1/fairs/1/quotas/import", "/api/v1/fairs/1/terms",
            "/api/v1/fairs/1/runs", "/api/v1/fairs/1/holds", "/api/v1/fairs/1/booths/1/confirmation",
            "/api/v1/fairs/1/booths/1/release", "/api/v1/fairs/1/booths/1/move",
            "/api/v1/fairs/1/booth-requests/1/refusal",
            "/api/v1/fairs/1/booth-requests", "/api/v1/booth-requests/1/withdrawal",
            "/api/v1/establishments/1/booths/1/confirmation", "/api/v1/establishments/1/booths/1/release",
        ] + ofDeskForms + ofFairForms + recordForms + recordSteps + accountForms + ["/desk/accounts/new"]
    }

    /// What is changed by PATCH.
    static let changes = ["/api/v1/establishments/1", "/api/v1/products/1", "/api/v1/fairs/1"]
}
