import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// Judges' pages, and the head judge's.
    func addJudging(to router: Router<SiteContext>) {
        let judging = JudgingRoutes(site: self)
        router.read("/judging", judging.rounds)
        router.read("/judging/worker.js", AssetRoutes.judgesWorker)
        router.read("/judging/{id}", judging.sheets)
        router.read("/judging/{id}/submit", judging.submission, taking: judging.submit)
        let sheets = SheetRoutes(site: self)
        router.read("/judging/{id}/sheets/{entry}", sheets.sheet, taking: sheets.save)
        router.read("/judging/{id}/sheets/{entry}/submit", sheets.review, taking: sheets.submit)
        router.read("/judging/{id}/sheets/{entry}/papers/{number}", sheets.paper)
        let board = JudgingBoardRoutes(site: self)
        router.read("/judging-board/{id}", board.page)
        router.read(
            "/judging-board/{id}/{judge}/{entry}/reopen", board.reopenForm, taking: board.reopen)
    }
}

/// `/judging` and `/judging/ROUND`: what a judge has to mark, and handing in all that is complete.
struct JudgingRoutes: Sendable {
    let site: Site

    func rounds(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let rounds = try await site.registry.judgingRounds(as: person.viewer)
        return .page(
            site.pages.page(
                .judging, JudgingListView(rounds, account: person.account.id),
                in: PageFrame(
                    title: "Phiếu chấm của tôi – CNNT", menuAt: JudgingAddress.folder, viewer: person.viewer,
                    scripts: [.sheet])))
    }

    func sheets(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let round = try await site.registry.ofJudge {
            try await $0.judgingRound(try context.recordNumber(), as: person.viewer)
        }
        let done = request.uri.queryParameters["done"].map(String.init)
        let view = JudgingRoundView(
            round, done: done, isHead: person.viewer.may(.sheetReopen), account: person.account.id)
        return .page(
            site.pages.page(
                .judgingRound, view,
                in: PageFrame(
                    title: "\(round.name) – Phiếu chấm của tôi – CNNT", menuAt: JudgingAddress.folder,
                    viewer: person.viewer, scripts: [.sheet])))
    }

    func submission(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        return .page(try await submissionPage(request, context, person, errors: []))
    }

    func submit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        let id = try context.recordNumber()
        let stage = request.stage
        let seen = Dictionary(
            fields.all("entry").map { ($0, fields["revision-\($0)"]) },
            uniquingKeysWith: { first, _ in first })
        do {
            guard !seen.isEmpty else { throw Refusal(.nothingToSubmit) }
            try await site.registry.submitSheets(round: id, stage: stage, seen: seen, as: person.viewer)
            return .redirected(to: JudgingAddress(round: id, stage: stage).sheets.saying("submitted-all"))
        } catch let refusal as Refusal {
            let page = try await submissionPage(
                request, context, person, errors: FormError.all(of: refusal, at: "submit"))
            return .page(page, status: .unprocessableContent)
        }
    }

    private func submissionPage(
        _ request: Request, _ context: SiteContext, _ person: SignedIn, errors: [FormError]
    ) async throws -> String {
        let round = try await site.registry.ofJudge {
            try await $0.judgingRound(try context.recordNumber(), as: person.viewer)
        }
        guard let stage = round.stages.last(where: { request.stage == nil || $0.id == request.stage }) else {
            throw Problem.noSuchPage
        }
        return site.pages.page(
            .judgingSubmission, JudgingSubmissionView(round, stage, errors: errors),
            in: PageFrame(
                title: "Nộp phiếu – \(round.name) – CNNT", menuAt: JudgingAddress.folder,
                viewer: person.viewer))
    }
}

extension Request {
    /// The stage of a round that the address names.
    var stage: String? { uri.queryParameters["stage"].map(String.init) }
}

extension Registry {
    /// What judges read of their own: whatever is not theirs is not found, for one reason like another.
    func ofJudge<Value>(_ read: (Registry) async throws -> Value) async throws -> Value {
        do {
            return try await read(self)
        } catch let refusal as Refusal {
            let code = refusal.violations[0].code
            if Self.notTheirs.contains(code) { throw Problem.noSuchSheet }
            throw refusal
        }
    }

    private static let notTheirs: Set<String> = [
        "outside-territory", "judge-account-missing", "unknown-entry", "entry-code-check-digit",
        "unknown-stage",
        "unknown-round", "judge-not-assigned", "entry-not-accepted", "dossier-not-shown", "unknown-paper",
    ]
}

extension Violation {
    static let nothingToSubmit = Violation(
        "nothing-to-submit", vi: "chưa có phiếu nào đủ để nộp", en: "no sheet is complete yet")
}

extension Problem {
    static let noSuchSheet = Problem(
        .notFound, code: "unknown-sheet",
        detail: Bilingual(
            vi:
                "Ở địa chỉ này không có phiếu nào giao cho bạn chấm. Nếu bạn là giám khảo của kỳ này, hãy hỏi Thư ký Hội đồng xem tài khoản đã được gắn với ghế giám khảo chưa.",
            en:
                "There is no sheet of yours at this address. If you are a judge of this round, ask the council's secretary whether your account is tied to the judge's seat."
        ))
}
