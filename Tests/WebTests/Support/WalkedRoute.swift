@testable import Registry

/// One line of the table of routes: what somebody must be allowed to do to be answered there.
struct WalkedRoute: Sendable {
    enum Stands: Sendable {
        case anybody
        /// What belongs to the account alone.
        case signedIn
        /// Whoever may do all of it.
        case on([Action])
    }

    /// What somebody is told who may do it elsewhere.
    enum Outside: Sendable {
        /// The same as of a record that does not exist.
        case notThere
        /// An answer in which there is none of the records.
        case nothing
        /// What is the same everywhere.
        case same
        /// That what was sent lies elsewhere.
        case told(Int)
    }

    /// As the router names it: `GET /c/{code}`.
    let name: String
    let stands: Stands
    let address: String
    var body = ""
    var type = "application/x-www-form-urlencoded"
    var outside = Outside.notThere

    var method: String { String(name.prefix { $0 != " " }) }
    var isOfPrograms: Bool { address.hasPrefix("/api/") }
    /// The same address of records that are not there.
    var ofNothing: String { address.replacing(/\/[0-9]+/, with: "/999999999") }
}

extension WalkedRoute {
    /// Every route, those that end something for its holder last.
    static func all(_ at: WalkedRegistry) -> [WalkedRoute] {
        [ofAnybody(at), records(at), own(at), desk(at), judging(at), programs(at), account(at)].flatMap(
            \.self)
    }

    /// A page and, where it is one, the form on it.
    private static func form(
        _ name: String, _ address: String, _ actions: Action..., outside: Outside = .notThere,
        body: String = "", page: Bool = true
    ) -> [WalkedRoute] {
        form(name, address, actions, outside: outside, body: body, page: page)
    }

    private static func form(
        _ name: String, _ address: String, _ actions: [Action], outside: Outside = .notThere,
        body: String = "", page: Bool = true
    ) -> [WalkedRoute] {
        let get = WalkedRoute(name: "GET \(name)", stands: .on(actions), address: address, outside: outside)
        let post = WalkedRoute(
            name: "POST \(name)", stands: .on(actions), address: address, body: body, outside: outside)
        return page ? [get, post] : [post]
    }

    private static func page(
        _ name: String, _ address: String, _ actions: Action..., outside: Outside = .notThere
    ) -> WalkedRoute {
        WalkedRoute(name: "GET \(name)", stands: .on(actions), address: address, outside: outside)
    }

    private static func ofAnybody(_ at: WalkedRegistry) -> [WalkedRoute] {
        let read: [(String, String)] = [
            ("/healthz", "/healthz"), ("/readyz", "/readyz"), ("/metrics", "/metrics"),
            ("/assets/style.css", "/assets/style.css"), ("/assets/{file}", "/assets/sheet.js"),
            ("/judging/worker.js", "/judging/worker.js"),
            ("/c/{code}", "/c/\(at.certificate)"),
            ("/api/v1/certificates/{code}", "/api/v1/certificates/\(at.certificate)"),
            ("/sign-in", "/sign-in"), ("/", "/"),
            ("/establishments/{id}", "/establishments/\(at.maker)"),
            ("/products/{id}", "/products/\(at.product - 1)"), ("/rounds", "/rounds"),
            ("/rounds/{id}", "/rounds/\(at.held)"), ("/fairs", "/fairs"),
            ("/fairs/{id}", "/fairs/\(at.fair)"),
            ("/api/v1/awards", "/api/v1/awards?product=\(at.product)"), ("/register", "/register"),
            ("/statistics", "/statistics"), ("/open-data", "/open-data"),
            ("/open-data/{file}", "/open-data/awards.csv"), ("/provinces/{code}", "/provinces/19"),
            ("/help", "/help"), ("/accessibility", "/accessibility"),
            ("/api/v1/openapi.yaml", "/api/v1/openapi.yaml"), ("/api/v1/guide", "/api/v1/guide"),
        ]
        let sent: [(String, String)] = [
            ("/c/{code}", "/c/\(at.certificate)"), ("/sign-in", "/sign-in"),

            ("/register", "/register"),
        ]
        var routes = read.map {
            WalkedRoute(name: "GET \($0.0)", stands: .anybody, address: $0.1, outside: .same)
        }
        routes += sent.map {
            WalkedRoute(name: "POST \($0.0)", stands: .anybody, address: $0.1, outside: .same)
        }
        return routes
    }

    /// The records of establishments, which their owners and officers keep by the same forms.
    private static func records(_ at: WalkedRegistry) -> [WalkedRoute] {
        let places: [(String, String)] = [("/mine", "/mine"), ("/desk/establishments", "/desk")]
        return places.flatMap {
            (makers: String, base: String) -> [WalkedRoute] in
            let (maker, product, paper) = (
                "\(makers)/\(at.maker)", "\(base)/products/\(at.product)", "\(base)/papers/\(at.paper)"
            )
            // an owner's pages are for who keeps the record; others are led to the desk
            let kept: [Action] = makers == "/mine" ? [.entryFile] : []
            func shown(_ name: String, _ address: String, _ action: Action) -> WalkedRoute {
                WalkedRoute(name: "GET \(name)", stands: .on(kept + [action]), address: address)
            }
            var routes = [
                shown("\(makers)/{id}", maker, .establishmentRead),
                shown("\(makers)/{id}/versions", maker + "/versions", .establishmentRead),
                shown("\(base)/products/{id}", product, .productRead),
                shown("\(base)/products/{id}/versions", product + "/versions", .productRead),
                shown("\(base)/papers/{id}/file", paper + "/file", .dossierRead),
            ]
            let forms: [(String, String, [Action])] = [
                ("\(makers)/{id}/edit", maker + "/edit", [.establishmentRead, .establishmentEdit]),
                ("\(makers)/{id}/sites", maker + "/sites", [.establishmentRead, .establishmentSite]),
                (
                    "\(makers)/{id}/sites/{site}/close", maker + "/sites/\(at.productionSite)/close",
                    [.establishmentRead, .establishmentSite]
                ),
                ("\(makers)/{id}/products/new", maker + "/products/new", [.establishmentRead, .productAdd]),
                ("\(makers)/{id}/papers", maker + "/papers", [.establishmentRead, .dossierAdd]),
                ("\(base)/products/{id}/edit", product + "/edit", [.productRead, .productEdit]),
                ("\(base)/products/{id}/close", product + "/close", [.productRead, .productClose]),
                ("\(base)/products/{id}/papers", product + "/papers", [.productRead, .dossierAdd]),
                ("\(base)/papers/{id}/replace", paper + "/replace", [.dossierRead, .dossierReplace]),
                ("\(base)/papers/{id}/publish", paper + "/publish", [.dossierRead, .dossierPublish]),
                ("\(base)/papers/{id}/unpublish", paper + "/unpublish", [.dossierRead, .dossierPublish]),
                ("\(base)/papers/{id}/withdraw", paper + "/withdraw", [.dossierRead, .dossierWithdraw]),
            ]
            routes += forms.flatMap { form($0.0, $0.1, kept + $0.2) }
            return routes
        }
    }

    private static func own(_ at: WalkedRegistry) -> [WalkedRoute] {
        var routes = [page("/mine", "/mine", .entryFile, outside: .nothing)]
        // without what it rests on, nothing is entered
        routes += form(
            "/mine/products/{id}/enter/{round}", "/mine/products/\(at.product)/enter/\(at.open)",
            .entryFile)
        routes += form("/mine/entries/{id}/withdraw", "/mine/entries/\(at.entry)/withdraw", .entryFile)
        routes += form("/mine/entries/{id}/complain", "/mine/entries/\(at.entry)/complain", .complaintFileOwn)
        routes += form(
            "/mine/{id}/booths/{fair}", "/mine/\(at.maker)/booths/\(at.otherFair)", .boothRequestOwn,
            body: "booths=x")
        routes += form(
            "/mine/booth-requests/{id}/withdraw", "/mine/booth-requests/\(at.boothRequest)/withdraw",
            .boothRequestOwn)
        routes.append(
            page(
                "/mine/certificates/{id}/file", "/mine/certificates/\(at.certificateID)/file",
                .certificateReadOwn))
        let held = "/mine/\(at.maker)/held-booths/\(at.heldBooths)"
        routes += form(
            "/mine/{id}/held-booths/{allocation}/confirm", held + "/confirm", .boothRequestOwn)
        routes += form(
            "/mine/{id}/held-booths/{allocation}/release", held + "/release", .boothRequestOwn)
        return routes
    }

    private static func desk(_ at: WalkedRegistry) -> [WalkedRoute] {
        let maker = "/desk/establishments/\(at.maker)"
        let registration = "/desk/registrations/\(at.registration)"
        var routes: [WalkedRoute] =
            [
                page("/desk/establishments", "/desk/establishments", .establishmentRead, outside: .nothing),
                page("/desk/registrations", "/desk/registrations", .registrationRead, outside: .nothing),
                page("/desk/registrations/{id}", registration, .registrationRead),
            ]
        routes += form(
            "/desk/establishments/new", "/desk/establishments/new", .establishmentAdd, outside: .nothing)
        routes += form(
            "/desk/establishments/{id}/merge", maker + "/merge", .establishmentRead, .establishmentMerge)
        routes += form(
            "/desk/establishments/{id}/unmerge", maker + "/unmerge", .establishmentRead,
            .establishmentMerge)
        routes += form(
            "/desk/establishments/{id}/close", maker + "/close", .establishmentRead, .establishmentClose)
        routes += form(
            "/desk/establishments/import", "/desk/establishments/import", .establishmentImport,
            outside: .nothing)
        routes += form(
            "/desk/establishments/import/confirm", "/desk/establishments/import/confirm",
            .establishmentImport, outside: .nothing, page: false)
        routes += form("/desk/products/import", "/desk/products/import", .productImport, outside: .nothing)
        routes += form(
            "/desk/products/import/confirm", "/desk/products/import/confirm", .productImport,
            outside: .nothing, page: false)
        // an account of that name is there, and no reason is given
        routes += form(
            "/desk/registrations/{id}/confirm", registration + "/confirm", .registrationConfirm,
            body: "as=new&login=hoa", page: false)
        let account = "/desk/accounts/\(at.account)"
        routes += [
            page("/desk/accounts", "/desk/accounts", .userRead, outside: .nothing),
            page("/desk/accounts/{id}", account, .userRead),
        ]
        routes += form("/desk/accounts/new", "/desk/accounts/new", .userChange, outside: .nothing)
        // without a reason nothing is done
        for (name, end) in [
            ("invite", "invite"), ("roles/new", "roles/new"), ("roles/{role}/end", "roles/\(at.role)/end"),
            ("disable", "disable"), ("enable", "enable"), ("end-sessions", "end-sessions"),
            ("reset-factor", "reset-factor"), ("unlink", "unlink"),
            ("tokens/{token}/end", "tokens/\(at.token)/end"),
        ] {
            routes += form("/desk/accounts/{id}/\(name)", "\(account)/\(end)", .userRead, .userChange)
        }
        routes += form(
            "/desk/registrations/{id}/refuse", registration + "/refuse", .registrationConfirm, page: false
        )
        return routes + rounds(at) + fairs(at) + certificates(at)
    }

    private static func certificates(_ at: WalkedRegistry) -> [WalkedRoute] {
        let one = "/desk/certificates/\(at.certificateID)"
        var routes: [WalkedRoute] = [
            page("/desk/certificates", "/desk/certificates", .certificateRead, outside: .nothing),
            page(
                "/desk/certificates/expiring", "/desk/certificates/expiring", .certificateRead,
                outside: .nothing),
            page("/desk/certificates/{id}", one, .certificateRead),
            page("/desk/certificates/{id}/file", one + "/file", .certificateIssue),
        ]
        routes += form(
            "/desk/certificates/{id}/revoke", one + "/revoke", .certificateRead, .certificateRevoke)
        routes += form(
            "/desk/certificates/{id}/replace", one + "/replace", .certificateRead, .certificateReplace)
        routes += form("/desk/certificates/{id}/draw", one + "/draw", .certificateRead, .certificateIssue)
        return routes
    }

    /// Everybody who reads fairs reads all of them. What is done at one is its organiser's, and of booths also a province's that may
    /// give some there: of its own.
    private static func fairs(_ at: WalkedRegistry) -> [WalkedRoute] {
        let (fair, shared) = ("/desk/fairs/\(at.fair)", "/desk/fairs/\(at.sharedFair)")
        let booths = "booths/\(at.heldBooths)"
        let pages: [(String, String)] = [
            ("", "/desk/fairs"), ("/{id}", fair), ("/{id}/plan", fair + "/plan"),
            ("/{id}/plan/pdf", fair + "/plan/pdf"), ("/{id}/plan/history", fair + "/plan/history?booth=A06"),
            ("/{id}/quotas", fair + "/quotas"), ("/{id}/requests", fair + "/requests"),
            ("/{id}/requests/{request}", "\(fair)/requests/\(at.boothRequest)"),
            ("/{id}/runs", shared + "/runs"), ("/{id}/runs/{run}", "\(shared)/runs/\(at.boothRun)"),
            ("/{id}/runs/{run}/pdf", "\(shared)/runs/\(at.boothRun)/pdf"),
            ("/{id}/runs/{run}/text", "\(shared)/runs/\(at.boothRun)/text"),
            ("/{id}/waiting", shared + "/waiting"), ("/{id}/booths", fair + "/booths"),
            ("/{id}/contracts", shared + "/contracts"),
            ("/history", "/desk/fairs/history?establishment=\(at.maker)"),
            ("/{id}/contracts/print", shared + "/contracts/print"),
            ("/{id}/contracts/{allocation}/pdf", "\(shared)/contracts/\(at.rentedBooths)/pdf"),
            ("/{id}/contracts/{allocation}/text", "\(shared)/contracts/\(at.rentedBooths)/text"),
            ("/{id}/counts", shared + "/counts"), ("/counts", "/desk/fairs/counts"),
            ("/funding", "/desk/fairs/funding"),
        ]
        let organisers: [(String, String, Action)] = [
            ("edit", "edit", .fairEdit), ("open", "open", .fairStep), ("cancel", "cancel", .fairStep),
            ("terms", "terms", .fairTerms),
            ("import", "import", .boothImport), ("grid", "grid", .boothImport),
            ("quotas/new", "quotas/new", .fairQuota), ("quotas/import", "quotas/import", .fairQuota),
            ("requests/{request}/refuse", "requests/\(at.boothRequest)/refuse", .boothRequestRefuse),
            ("requests/{request}/withdraw", "requests/\(at.boothRequest)/withdraw", .boothRequest),
            ("allocate", "allocate", .fairAllocate), ("waiting/offer", "waiting/offer", .fairWaiting),
            ("waiting/{request}/move", "waiting/\(at.boothRequest)/move", .fairWaiting),
            ("booths/{allocation}/move", booths + "/move", .boothMove),
            ("booths/{allocation}/swap", booths + "/swap", .boothSwap),
            ("booths/{allocation}/release", booths + "/release", .boothRelease),
            ("booths/{allocation}/confirm", booths + "/confirm", .boothConfirm),
            ("booths/{allocation}/no-show", booths + "/no-show", .boothNoShow),
            // whoever may ends it, for all the others
            ("close", "close", .fairStep),
        ]
        let provinces: [(String, Action)] = [
            ("hold", .boothHold), ("requests/new", .boothRequest), ("requests/import", .boothRequest),
        ]
        var routes = pages.map { page("/desk/fairs\($0.0)", $0.1, .fairRead, outside: .same) }
        routes += form("/desk/fairs/new", "/desk/fairs/new", .fairCreate, outside: .same)
        routes += form(
            "/desk/fairs/funding/import", "/desk/fairs/funding/import", .fundingImport, outside: .same)
        routes += provinces.flatMap {
            form("/desk/fairs/{id}/\($0.0)", "\(fair)/\($0.0)", .fairRead, $0.1, outside: .same)
        }
        routes += organisers.flatMap {
            form("/desk/fairs/{id}/\($0.0)", "\(fair)/\($0.1)", .fairRead, $0.2, outside: .told(403))
        }
        return routes
    }

    private static func rounds(_ at: WalkedRegistry) -> [WalkedRoute] {
        let round = "/desk/rounds/\(at.judged)"
        let pages: [(String, Action)] = [
            ("", .entryRead), ("/entries", .entryRead), ("/complaints", .complaintRead),
            ("/council", .roundRead), ("/panel", .roundRead), ("/conflicts", .conflictRead),
            ("/assignment", .assignmentRead), ("/tally", .tallyRead), ("/meetings", .meetingRead),
            ("/decisions", .entryRead), ("/certificates", .certificateRead),
            ("/certificates/designs", .certificateIssue),
            ("/corrections", .tallyRead), ("/notices", .noticeRead),
        ]
        let forms: [(String, String, Action)] = [
            ("open", "open", .roundStep), ("judge", "judge", .roundStep), ("close", "close", .roundStep),
            ("publish", "publish", .roundStep), ("cancel", "cancel", .roundCancel),
            ("move", "move?entry=A1&to=incomplete", .entryStep), ("new-entry", "new-entry", .entryImport),
            ("import", "import", .entryImport), ("new-complaint", "new-complaint", .complaintFile),
            ("new-member", "new-member", .councilChange), ("council-act", "council-act", .councilChange),
            ("members/{member}/remove", "members/\(at.member)/remove", .councilChange),
            ("members/{member}/replace", "members/\(at.member)/replace", .councilChange),
            ("new-judge", "new-judge", .panelChange), ("panel-act", "panel-act", .panelChange),
            ("judges/{judge}/remove", "judges/J3/remove", .panelChange),
            ("judges/{judge}/replace", "judges/J3/replace", .panelChange),
            ("judges/{judge}/account", "judges/J3/account", .panelChange),
            ("new-conflict", "new-conflict", .conflictRecord), ("draw", "draw", .assignmentDraw),
            ("new-meeting", "new-meeting", .councilMeet), ("new-vote", "new-vote", .councilMeet),
            ("certificates/issue", "certificates/issue", .certificateIssue),
            ("certificates/draw", "certificates/draw", .certificateIssue),
            ("certificates/labels", "certificates/labels", .certificateIssue),
            ("certificates/checkpoint", "certificates/checkpoint", .certificateIssue),
            ("certificates/designs/new", "certificates/designs/new", .certificateIssue),
            ("decision", "decision", .roundDecide), ("amend", "amend", .roundDecide),
            ("correct", "correct", .roundCorrect), ("send-notices", "send-notices", .noticeSend),
        ]
        var routes: [WalkedRoute] = [
            page("/desk", "/desk", .entryRead, outside: .nothing),
            page("/desk/rounds", "/desk/rounds", .entryRead, outside: .nothing),
            page("/desk/rounds/{id}/progress", round + "/progress", .tallyRead),
            page(
                "/desk/rounds/{id}/minutes", "/desk/rounds/\(at.held)/minutes", .entryRead, .minutesRead),
            page(
                "/desk/rounds/{id}/minutes.pdf", "/desk/rounds/\(at.held)/minutes.pdf", .entryRead,
                .minutesRead),
            page(
                "/desk/rounds/{id}/decision-list.pdf", "/desk/rounds/\(at.held)/decision-list.pdf",
                .entryRead),
            page(
                "/desk/rounds/{id}/certificates/print", "/desk/rounds/\(at.held)/certificates/print",
                .entryRead, .certificateIssue),
            page(
                "/desk/rounds/{id}/certificates/designs/{design}/proof",
                "/desk/rounds/\(at.held)/certificates/designs/standard-1/proof", .entryRead,
                .certificateIssue),
            page(
                "/desk/rounds/{id}/certificates/designs/{design}/file",
                "/desk/rounds/\(at.held)/certificates/designs/standard-1/file", .entryRead,
                .certificateIssue),
            page("/desk/rounds/{id}/events", round + "/events", .tallyRead),
            page("/desk/rounds/{id}/history", round + "/history", .entryRead, .tallyRead),
            page("/desk/rounds/{id}/decisions/history", round + "/decisions/history", .entryRead),
            page(
                "/desk/rounds/{id}/entries/{code}/history",
                "/desk/rounds/\(at.held)/entries/\(at.entryCode)/history", .entryRead),
            page("/desk/fairs/{id}/history", "/desk/fairs/\(at.fair)/history", .fairRead),
            page("/desk/accounts/{id}/history", "/desk/accounts/\(at.account)/history", .userRead),
            page(
                "/desk/rounds/{id}/notices/{file}", "/desk/rounds/\(at.held)/notices/tat-ca.txt", .entryRead,
                .noticeRead),
        ]
        routes += form("/desk/new-round", "/desk/new-round", .roundCreate, outside: .nothing)
        routes += pages.map { page("/desk/rounds/{id}\($0.0)", round + $0.0, .entryRead, $0.1) }
        routes += forms.flatMap {
            form("/desk/rounds/{id}/\($0.0)", "\(round)/\($0.1)", .entryRead, $0.2)
        }
        routes += form(
            "/desk/rounds/{id}/certificates/designs/{design}/withdraw",
            "/desk/rounds/\(at.held)/certificates/designs/mau-trong/withdraw", .entryRead, .certificateIssue)
        routes += form(
            "/desk/rounds/{id}/complaints/{complaint}/answer",
            "/desk/rounds/\(at.held)/complaints/\(at.complaint)/answer", .entryRead, .complaintAnswer)
        routes += form(
            "/desk/rounds/{id}/complaints/{complaint}/withdraw",
            "/desk/rounds/\(at.held)/complaints/\(at.complaint)/withdraw", .entryRead, .complaintAnswer)
        return routes
    }

    private static func judging(_ at: WalkedRegistry) -> [WalkedRoute] {
        let round = "/judging/\(at.judged)"
        var routes: [WalkedRoute] = [
            page("/judging", "/judging", .sheetSave, outside: .nothing),
            page("/judging/{id}", round, .sheetSave),
            page(
                "/judging/{id}/sheets/{entry}/papers/{number}", round + "/sheets/A1/papers/1", .sheetDossier),
            page("/judging-board/{id}", "/judging-board/\(at.judged)", .sheetReopen),
        ]
        routes += form("/judging/{id}/submit", round + "/submit", .sheetSave, .sheetSubmit)
        routes += form(
            "/judging/{id}/sheets/{entry}", round + "/sheets/A1", .sheetSave, body: "mark-demand=x")
        routes += form("/judging/{id}/sheets/{entry}/submit", round + "/sheets/A1/submit", .sheetSave)
        routes += form(
            "/judging-board/{id}/{judge}/{entry}/reopen", "/judging-board/\(at.judged)/J1/A1/reopen",
            .sheetReopen)
        return routes
    }

    private static func programs(_ at: WalkedRegistry) -> [WalkedRoute] {
        let api = "/api/v1/"
        func get(_ name: String, _ address: String, _ action: Action, _ outside: Outside) -> WalkedRoute {
            WalkedRoute(
                name: "GET \(api)\(name)", stands: .on([action]), address: api + address, outside: outside)
        }
        func send(
            _ name: String, _ address: String, _ actions: [Action], _ body: String,
            type: String = "application/json", _ outside: Outside
        ) -> WalkedRoute {
            WalkedRoute(
                name: name.replacing(" ", with: " \(api)"), stands: .on(actions), address: api + address,
                body: body, type: type, outside: outside)
        }
        let (maker, product) = ("establishments/\(at.maker)", "products/\(at.product)")
        return [
            WalkedRoute(name: "GET \(api)me", stands: .signedIn, address: api + "me", outside: .same),
            get("establishments", "establishments", .establishmentRead, .nothing),
            get("establishments/export", "establishments/export", .establishmentRead, .nothing),
            get("establishments/{id}", maker, .establishmentRead, .notThere),
            get("products", "products", .productRead, .nothing),
            get("products/export", "products/export", .productRead, .nothing),
            get("products/{id}", product, .productRead, .notThere),
            get("rounds", "rounds", .roundRead, .nothing),
            get("rounds/{id}", "rounds/\(at.judged)", .roundRead, .notThere),
            get("rounds/{id}/entries", "rounds/\(at.judged)/entries", .entryRead, .notThere),
            get("rounds/{id}/entries/{code}", "rounds/\(at.judged)/entries/A1", .entryRead, .notThere),
            get("rounds/{id}/results", "rounds/\(at.judged)/results", .tallyRead, .notThere),
            get("certificates", "certificates", .certificateRead, .nothing),
            get("fairs", "fairs", .fairRead, .same), get("fairs/{id}", "fairs/\(at.fair)", .fairRead, .same),
            get("fairs/{id}/booths", "fairs/\(at.fair)/booths", .fairRead, .same),
            get("fairs/{id}/quotas", "fairs/\(at.fair)/quotas", .fairRead, .same),
            get("fairs/{id}/terms", "fairs/\(at.sharedFair)/terms", .fairRead, .same),
            get("fairs/{id}/runs", "fairs/\(at.sharedFair)/runs", .fairRead, .same),
            get("fairs/{id}/runs/{run}", "fairs/\(at.sharedFair)/runs/\(at.boothRun)", .fairRead, .same),
            get(
                "fairs/{id}/booths/{booths}", "fairs/\(at.fair)/booths/\(at.heldBooths)", .fairRead, .same),
            get("fairs/{id}/booth-requests", "fairs/\(at.fair)/booth-requests", .fairRead, .same),
            get(
                "fairs/{id}/booth-requests/{request}",
                "fairs/\(at.fair)/booth-requests/\(at.boothRequest)", .fairRead, .same),
            get("establishments/{id}/open-fairs", maker + "/open-fairs", .boothReadOwn, .notThere),
            get("establishments/{id}/booth-requests", maker + "/booth-requests", .boothReadOwn, .notThere),
            get("establishments/{id}/booths", maker + "/booths", .boothReadOwn, .notThere),
            get("booth-requests/{id}", "booth-requests/\(at.boothRequest)", .boothReadOwn, .notThere),
            get("changes", "changes", .changeRead, .nothing),
            send(
                "POST establishments/{id}/booths/{booths}/confirmation",
                "\(maker)/booths/\(at.heldBooths)/confirmation?dry_run=true", [.boothRequestOwn], "{}",
                .notThere),
            send(
                "POST establishments/{id}/booths/{booths}/release",
                "\(maker)/booths/\(at.heldBooths)/release?dry_run=true", [.boothRequestOwn],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST fairs/{id}/booth-requests", "fairs/\(at.otherFair)/booth-requests?dry_run=true",
                [.boothRequestOwn], #"{"establishment_id": "\#(at.maker)", "booths": 1}"#, .told(403)),
            send(
                "POST booth-requests/{id}/withdrawal",
                "booth-requests/\(at.boothRequest)/withdrawal?dry_run=true", [.boothRequestOwn],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST establishments", "establishments?dry_run=true", [.establishmentAdd],
                #"{"name": "Thử", "legal_form": "household", "commune_code": "05503"}"#, .told(403)),
            send(
                "PATCH establishments/{id}", maker + "?dry_run=true",
                [.establishmentRead, .establishmentEdit],
                "{}", type: "application/merge-patch+json", .notThere),
            send(
                "POST establishments/import", "establishments/import?dry_run=true", [.establishmentImport],
                "name,legal_form,commune_code\nThử,household,05503\n", type: "text/csv", .nothing),
            send(
                "POST rounds", "rounds?dry_run=true", [.roundCreate],
                #"{"regulation": "vbhn-16-2018", "level": "provincial", "organiser": "19", "year": 2023, "name": "Thử", "held_on": "2023-12-15"}"#,
                .told(403)),
            get("rounds/{id}/council", "rounds/\(at.judged)/council", .roundRead, .notThere),
            get("rounds/{id}/panel", "rounds/\(at.judged)/panel", .roundRead, .notThere),
            send(
                "POST rounds/{id}/council", "rounds/\(at.judged)/council?dry_run=true", [.councilChange],
                #"{"name": "Thử", "role": "member"}"#, .notThere),
            send(
                "POST rounds/{id}/panel", "rounds/\(at.judged)/panel?dry_run=true", [.panelChange],
                #"{"judge": "J9", "name": "Thử", "role": "judge"}"#, .notThere),
            get("rounds/{id}/meetings", "rounds/\(at.judged)/meetings", .meetingRead, .notThere),
            send(
                "POST rounds/{id}/meetings", "rounds/\(at.judged)/meetings?dry_run=true", [.councilMeet],
                #"{"held_on": "2023-12-20", "present": ["\#(at.member)"]}"#, .notThere),
            get("rounds/{id}/votes", "rounds/\(at.judged)/votes", .meetingRead, .notThere),
            send(
                "POST rounds/{id}/votes", "rounds/\(at.judged)/votes?dry_run=true", [.councilMeet],
                #"{"held_on": "2023-12-20", "in_favour": 7}"#, .notThere),
            send(
                "POST rounds/{id}/council/{member}/removal",
                "rounds/\(at.judged)/council/\(at.member)/removal?dry_run=true", [.councilChange],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/council/{member}/replacement",
                "rounds/\(at.judged)/council/\(at.member)/replacement?dry_run=true", [.councilChange],
                #"{"name": "Thử", "reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/panel/{judge}/removal",
                "rounds/\(at.judged)/panel/J3/removal?dry_run=true", [.panelChange],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/panel/{judge}/replacement",
                "rounds/\(at.judged)/panel/J3/replacement?dry_run=true", [.panelChange],
                #"{"judge": "J9", "name": "Thử", "reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/opening", "rounds/\(at.judged)/opening?dry_run=true", [.roundStep], "{}",
                .notThere),
            send(
                "POST rounds/{id}/judging", "rounds/\(at.judged)/judging?dry_run=true", [.roundStep], "{}",
                .notThere),
            send(
                "POST rounds/{id}/marks/import", "rounds/\(at.judged)/marks/import?dry_run=true",
                [.markImport], "entry,judge,criterion,score\nA1,J1,market,30\n", type: "text/csv", .notThere),
            send(
                "POST rounds/{id}/closing", "rounds/\(at.judged)/closing?dry_run=true", [.roundStep], "{}",
                .notThere),
            send(
                "POST fairs", "fairs?dry_run=true", [.fairCreate],
                #"{"name": "Thử", "level": "provincial", "organiser": "19", "venue": "x", "first_day": "2026-12-01", "last_day": "2026-12-02"}"#,
                .told(403)),
            send(
                "PATCH fairs/{id}", "fairs/\(at.fair)?dry_run=true", [.fairEdit], "{}",
                type: "application/merge-patch+json", .notThere),
            send(
                "POST fairs/{id}/opening", "fairs/\(at.fair)/opening?dry_run=true", [.fairStep], "{}",
                .notThere),
            send(
                "POST fairs/{id}/closing", "fairs/\(at.fair)/closing?dry_run=true", [.fairStep], "{}",
                .notThere),
            send(
                "POST fairs/{id}/booths/import", "fairs/\(at.fair)/booths/import?dry_run=true",
                [.boothImport], "code,x_m,y_m,width_m,depth_m\nA01,0,0,3,3\n", type: "text/csv", .notThere),
            send(
                "POST fairs/{id}/booths/grid", "fairs/\(at.fair)/booths/grid?dry_run=true", [.boothImport],
                #"{"rows": 1, "booths_per_row": 6, "aisle_m": 3}"#, .notThere),
            send(
                "POST fairs/{id}/quotas/import", "fairs/\(at.fair)/quotas/import?dry_run=true",
                [.fairQuota], "province_code,booths\n19,3\n", type: "text/csv", .notThere),
            send(
                "POST fairs/{id}/terms", "fairs/\(at.fair)/terms?dry_run=true", [.fairTerms],
                #"{"requests_until": "2026-11-25"}"#, .notThere),
            send(
                "POST fairs/{id}/runs", "fairs/\(at.fair)/runs?dry_run=true", [.fairAllocate], "{}",
                .notThere),
            send(
                "POST fairs/{id}/holds", "fairs/\(at.otherFair)/holds?dry_run=true", [.boothHold],
                #"{"booth_codes": ["A01"], "sponsors": ["Thử"], "held_until": "2026-12-10"}"#, .notThere),
            send(
                "POST fairs/{id}/booths/{booths}/confirmation",
                "fairs/\(at.fair)/booths/\(at.heldBooths)/confirmation?dry_run=true", [.boothConfirm], "{}",
                .notThere),
            send(
                "POST fairs/{id}/booths/{booths}/release",
                "fairs/\(at.fair)/booths/\(at.heldBooths)/release?dry_run=true", [.boothRelease],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST fairs/{id}/booths/{booths}/move",
                "fairs/\(at.fair)/booths/\(at.heldBooths)/move?dry_run=true", [.boothMove],
                #"{"booth_codes": ["A02"], "reason": "đổi ý"}"#, .notThere),
            send(
                "POST fairs/{id}/booth-requests/{request}/refusal",
                "fairs/\(at.fair)/booth-requests/\(at.boothRequest)/refusal?dry_run=true",
                [.boothRequestRefuse], #"{"reason": "đổi ý"}"#, .notThere),
            // the round takes no entries any more
            send(
                "POST rounds/{id}/entries", "rounds/\(at.judged)/entries?dry_run=true", [.entryImport],
                #"{"product_id": "\#(at.product)"}"#, .notThere),
            send(
                "POST rounds/{id}/entries/{code}/acceptance",
                "rounds/\(at.judged)/entries/A1/acceptance?dry_run=true", [.entryStep],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/entries/{code}/supplement-request",
                "rounds/\(at.judged)/entries/A1/supplement-request?dry_run=true", [.entryStep],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/entries/{code}/rejection",
                "rounds/\(at.judged)/entries/A1/rejection?dry_run=true", [.entryStep],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST rounds/{id}/entries/{code}/withdrawal",
                "rounds/\(at.judged)/entries/A1/withdrawal?dry_run=true", [.entryStep],
                #"{"reason": "đổi ý"}"#, .notThere),
            send(
                "POST products", "products?dry_run=true", [.productAdd],
                #"{"name": "Thử", "group": "food", "establishment_id": "\#(at.maker)"}"#, .told(403)),
            send(
                "PATCH products/{id}", product + "?dry_run=true", [.productRead, .productEdit], "{}",
                type: "application/merge-patch+json", .notThere),
            send(
                "POST products/import", "products/import?dry_run=true", [.productImport],
                "name,group,establishment_id\nThử,food,\(at.maker)\n", type: "text/csv", .nothing),
        ]
    }

    private static func account(_ at: WalkedRegistry) -> [WalkedRoute] {
        let pages = ["/account", "/account/second-factor", "/account/second-factor/end", "/account/tokens"]
        let forms: [(String, String)] = [
            ("/account/second-factor", "/account/second-factor"),
            ("/account/second-factor/begin", "/account/second-factor/begin"),
            ("/account/second-factor/end", "/account/second-factor/end"),
            ("/account/tokens", "/account/tokens"), ("/account/password", "/account/password"),
        ]
        var routes = pages.map {
            WalkedRoute(name: "GET \($0)", stands: .signedIn, address: $0, outside: .same)
        }
        routes += forms.map {
            WalkedRoute(name: "POST \($0.0)", stands: .signedIn, address: $0.1, outside: .same)
        }
        // whoever is signed in is not any more
        routes += [
            WalkedRoute(name: "POST /sign-out", stands: .anybody, address: "/sign-out", outside: .same)
        ]
        return routes
    }
}
