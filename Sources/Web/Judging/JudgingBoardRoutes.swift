import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/judging-board/ROUND`: how the judging goes, and giving sheets back to their judges.
struct JudgingBoardRoutes: Sendable {
    let site: Site

    static func address(_ round: Int64, stage: String?) -> String {
        "/judging-board/\(round)" + (stage.map { "?stage=\(PercentCoding.encoded($0))" } ?? "")
    }

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let id = try context.recordNumber()
        let board = try await site.registry.ofJudge {
            try await $0.judgingBoard(id, stage: request.stage, as: person.viewer)
        }
        let result: Result<RoundTally, Refusal>
        do {
            result = .success(try await site.registry.tally(ofRound: id, as: person.viewer))
        } catch let refusal as Refusal {
            result = .failure(refusal)
        }
        let isDone = request.uri.queryParameters["done"] == "reopened"
        return .page(
            site.pages.page(
                .judgingBoard,
                JudgingBoardView(
                    board, result, isReopened: isDone, isJudge: person.viewer.may(.sheetSave)),
                in: PageFrame(
                    title: "Tiến độ chấm – \(board.round.name) – CNNT", menuAt: JudgingAddress.folder,
                    viewer: person.viewer)))
    }

    func reopenForm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        return .page(try await reopenPage(request, context, person, FormFilling(values: FormFields(""))))
    }

    func reopen(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        let id = try context.recordNumber()
        do {
            try await site.registry.reopenSheet(
                round: id, entry: try context.entry(), judge: try context.judge(), stage: request.stage,
                because: fields["because"], as: person.viewer)
            return .redirected(to: Self.address(id, stage: request.stage).saying("reopened"))
        } catch let refusal as Refusal {
            let errors = FormError.all(of: refusal, at: "because")
            return .page(
                try await reopenPage(request, context, person, FormFilling(values: fields, errors: errors)),
                status: .unprocessableContent)
        }
    }

    private func reopenPage(
        _ request: Request, _ context: SiteContext, _ person: SignedIn, _ filling: FormFilling
    ) async throws -> String {
        let id = try context.recordNumber()
        let (entry, judge) = (try context.entry(), try context.judge())
        let board = try await site.registry.ofJudge {
            try await $0.judgingBoard(id, stage: request.stage, as: person.viewer)
        }
        guard board.sheets.contains(where: { $0.entry == entry && $0.judge == judge }) else {
            throw Problem.noSuchSheet
        }
        return site.pages.page(
            .form,
            FormView(
                title: Bilingual(
                    vi: "Mở lại phiếu \(entry) của \(judge)", en: "Reopen the sheet \(entry) of \(judge)"),
                lead: [
                    Bilingual(
                        vi:
                            "Giám khảo sửa được phiếu rồi nộp lần nữa. Điểm đã nộp vẫn tính cho đến khi nộp lại; chưa nộp lại thì chưa khóa điểm được.",
                        en:
                            "The judge can change it and submit it again. The submitted marks count until then, and the marks are not locked before."
                    )
                ], errors: filling.errors, action: request.uri.string,
                fields: [
                    filling.area(
                        "because", Bilingual(vi: "Lý do", en: "Reason"),
                        hint: Bilingual(
                            vi: "Ghi vào lịch sử của phiếu và biên bản. Ví dụ: cộng nhầm điểm.",
                            en: "It is kept with the sheet and in the minutes."))
                ], button: Bilingual(vi: "Mở lại phiếu", en: "Reopen"),
                wayBack: Self.address(id, stage: request.stage)),
            in: PageFrame(
                title: "Mở lại phiếu – CNNT", menuAt: JudgingAddress.folder, viewer: person.viewer))
    }
}

extension SiteContext {
    /// A judge's code, as the address has it.
    fileprivate func judge() throws -> String { PercentCoding.decoded(try parameters.require("judge")) }
}

struct JudgingBoardView: Sendable {
    struct Judge: Sendable {
        let code: String
        let name: String
        let role: Bilingual
        let submitted: String
        let all: String
        let counts: [SheetCount]
        let hasSheets: Bool
        let sheets: [Sheet]
    }

    struct Sheet: Sendable {
        let entry: String
        let state: Bilingual
        let tone: String
        let totals: [TextLine]
        /// One or none: where it is given back.
        let reopenings: [TextLine]
    }

    struct Line: Sendable {
        let rank: String
        let entry: String
        let total: String
        let judges: String
        let reasons: [Bilingual]
    }

    struct Other: Sendable {
        let address: String
        let name: String
        let isHere: Bool
    }

    let isReopened: Bool
    let name: String
    let state: Bilingual
    /// One or none: a judge's way to their own sheets.
    let backs: [TextLine]
    let stages: [Other]
    let counts: [SheetCount]
    let hasJudges: Bool
    let judges: [Judge]
    let hasLines: Bool
    let lines: [Line]
    /// One or none: why there is no result.
    let refusals: [Bilingual]

    init(
        isReopened: Bool, name: String, state: Bilingual, back: String?, stages: [Other],
        counts: [SheetCount], judges: [Judge], lines: [Line], refusals: [Bilingual]
    ) {
        self.isReopened = isReopened
        self.name = name
        self.state = state
        backs = back.map { [TextLine(text: $0)] } ?? []
        self.stages = stages
        self.counts = counts
        hasJudges = !judges.isEmpty
        self.judges = judges
        hasLines = !lines.isEmpty
        self.lines = lines
        self.refusals = refusals
    }

    init(_ board: JudgingBoard, _ result: Result<RoundTally, Refusal>, isReopened: Bool, isJudge: Bool) {
        let round = board.round
        let stage = board.stages.isEmpty ? nil : board.stage
        let judges = board.panel.map { judge in
            let own = board.sheets.filter { $0.judge == judge.code }
            return Judge(
                code: judge.code, name: judge.name, role: judge.role.name,
                submitted: String(own.count { $0.state == .submitted }), all: String(own.count),
                counts: SheetCount.all(of: own), hasSheets: !own.isEmpty,
                sheets: own.map { Self.sheet($0, in: round, stage) })
        }
        let (lines, refusals): ([Line], [Bilingual]) =
            switch result {
            case .success(let tally): (tally.tally.lines.map(Self.line), [])
            case .failure(let refusal): ([], refusal.violations.map(\.text))
            }
        self.init(
            isReopened: isReopened, name: round.name, state: round.state.name,
            back: isJudge ? JudgingAddress(round: round.id, stage: nil).sheets : nil,
            stages: board.stages.map {
                Other(
                    address: JudgingBoardRoutes.address(round.id, stage: $0.id), name: $0.name,
                    isHere: $0.id == board.stage)
            }, counts: SheetCount.all(of: board.sheets), judges: judges, lines: lines, refusals: refusals)
    }

    private static func sheet(_ sheet: SheetRecord, in round: RoundRecord, _ stage: String?) -> Sheet {
        let canReopen = sheet.state == .submitted && round.state == .judging
        let path =
            "/judging-board/\(round.id)/\(PercentCoding.encoded(sheet.judge))/\(PercentCoding.encoded(sheet.entry))/reopen"
        let isWritten = !sheet.content.marks.isEmpty
        return Sheet(
            entry: sheet.entry, state: sheet.standing, tone: sheet.tone,
            totals: isWritten ? sheet.content.total.map { [TextLine(text: $0.vietnamese)] } ?? [] : [],
            reopenings: canReopen
                ? [TextLine(text: path + (stage.map { "?stage=\(PercentCoding.encoded($0))" } ?? ""))] : [])
    }

    private static func line(_ line: Tally.Line) -> Line {
        Line(
            rank: line.rank.map { String($0) } ?? "–", entry: line.entry,
            total: line.shown.map { String($0.map { $0 == "." ? "," : $0 }) } ?? "–",
            judges: String(line.judges), reasons: line.reason.map { [$0.words] } ?? [])
    }
}

extension Template {
    /// Shows a `JudgingBoardView`.
    static let judgingBoard = Template(
        name: "judging-board",
        text: """
            {{#isReopened}}<section class="answer live" role="status"><p>Đã mở lại phiếu. <span lang="en">The sheet was reopened.</span></p>\
            </section>{{/isReopened}}
            <section class="card">
            {{#backs}}<p class="crumb"><a href="{{text}}">Phiếu chấm của tôi <span lang="en">My score sheets</span></a></p>{{/backs}}
            <h1>Tiến độ chấm điểm <span lang="en">How the judging goes</span></h1>
            <p>{{name}} · {{state.vi}} <span lang="en">{{state.en}}</span></p>
            {{#stages}}<p><a href="{{address}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a></p>{{/stages}}
            <p class="counts">{{#counts}}<span class="badge {{tone}}">{{number}} {{name.vi}} <span lang="en">{{name.en}}</span></span> {{/counts}}</p>
            </section>
            {{#hasJudges}}<section class="card">
            <h2>Theo giám khảo <span lang="en">By judge</span></h2>
            <ul class="hits">{{#judges}}<li><strong>{{code}} · {{name}}</strong> <span class="act">{{role.vi}} <span lang="en">{{role.en}}</span></span>
            <p>Đã nộp <span lang="en">submitted</span> <strong>{{submitted}}/{{all}}</strong></p>
            <p class="counts">{{#counts}}<span class="badge {{tone}}">{{number}} {{name.vi}} <span lang="en">{{name.en}}</span></span> {{/counts}}</p>
            {{#hasSheets}}<details><summary>Các phiếu của {{code}} <span lang="en">Sheets</span></summary>
            <ul class="sheets">{{#sheets}}<li><strong>{{entry}}</strong> <span><span class="badge {{tone}}">{{state.vi}} \
            <span lang="en">{{state.en}}</span></span>{{#reopenings}} <a href="{{text}}">Mở lại<span class="unseen"> phiếu {{entry}} của {{code}}</span> \
            <span lang="en">Reopen</span></a>{{/reopenings}}</span> <span class="sum">{{#totals}}{{text}}{{/totals}}</span></li>{{/sheets}}</ul>
            </details>{{/hasSheets}}</li>{{/judges}}</ul>
            </section>{{/hasJudges}}
            <section class="card">
            <h2>Điểm tạm tính <span lang="en">The tally so far</span></h2>
            {{#refusals}}<p>Chưa tính được: {{vi}}. <span lang="en">{{en}}</span></p>{{/refusals}}
            {{#hasLines}}<table><thead><tr><th scope="col">Hạng <span lang="en">Rank</span></th><th scope="col">Mã số <span lang="en">Entry</span></th>\
            <th scope="col">Điểm <span lang="en">Total</span></th><th scope="col">Giám khảo <span lang="en">Judges</span></th></tr></thead>
            <tbody>{{#lines}}<tr><th scope="row">{{rank}}</th><td>{{entry}}</td><td>{{total}}{{#reasons}} {{vi}} <span lang="en">{{en}}</span>\
            {{/reasons}}</td><td>{{judges}} giám khảo</td></tr>{{/lines}}</tbody></table>{{/hasLines}}
            {{^hasLines}}<p>Chưa có gì để tính. <span lang="en">Nothing to add up yet.</span></p>{{/hasLines}}
            </section>
            """)
}
