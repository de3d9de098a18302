import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/judging/ROUND/sheets/ENTRY`: one score sheet, to be marked, looked over and handed in by its judge.
struct SheetRoutes: Sendable {
    let site: Site

    // MARK: Marking

    func sheet(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let sheet = try await read(request, context, person)
        let isSaved = request.uri.queryParameters["done"] == "saved"
        return .page(page(SheetView(sheet, of: person, isSaved: isSaved), person))
    }

    /// Takes a form of the page, or what its script sends while somebody types: the same fields, answered in JSON.
    func save(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        let (id, entry, stage) = (try context.recordNumber(), try context.entry(), request.stage)
        let input = SheetInput(fields)
        let isTyping = Preferences(request).prefersJSON
        do {
            let saved = try await site.registry.ofJudge {
                try await $0.writeSheet(
                    round: id, entry: entry, stage: stage, input, over: fields["revision"], as: person.viewer)
            }
            if isTyping { return try .json(SavedSheet(saved)) }
            let address = JudgingAddress(round: id, stage: stage)
            return .redirected(
                to: fields["then"] == "review"
                    ? address.submission(of: entry) : address.sheet(entry).saying("saved"))
        } catch let refusal as Refusal where refusal.violations[0].code != "not-permitted" {
            let isConflict = refusal.violations.contains { Self.conflicts.contains($0.code) }
            let status: HTTPResponse.Status = isConflict ? .conflict : .unprocessableContent
            if isTyping { throw Problem(unsaved: refusal, status) }
            // what stands now, with what was typed over it
            let view = SheetView(
                try await read(request, context, person), of: person, typed: input,
                revision: isConflict ? nil : fields["revision"],
                errors: FormError.all(of: refusal, at: "sheet"), isConflict: isConflict)
            return .page(page(view, person), status: status)
        }
    }

    /// Refusals that are not for what was typed, but for what became of the sheet meanwhile.
    private static let conflicts: Set<String> = ["sheet-changed", "sheet-submitted", "round-state"]

    private func page(_ view: SheetView, _ person: SignedIn) -> String {
        site.pages.page(
            .sheet, view,
            in: PageFrame(
                title: "Phiếu \(view.entry) – \(view.round) – CNNT", menuAt: JudgingAddress.folder,
                viewer: person.viewer, scripts: [.sheet]))
    }

    // MARK: Handing in

    func review(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let sheet = try await read(request, context, person)
        if !sheet.isOpen {
            let address = JudgingAddress(round: sheet.round.id, stage: sheet.stageInAddress)
            return .redirected(to: address.sheet(sheet.sheet.entry))
        }
        return .page(reviewPage(sheet, person, errors: []))
    }

    func submit(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let fields = try await FormFields(of: request)
        let (id, entry) = (try context.recordNumber(), try context.entry())
        let sheet = try await read(request, context, person)
        do {
            try await site.registry.submitSheets(
                round: id, stage: request.stage, seen: [entry: fields["revision"]], as: person.viewer)
            return .redirected(
                to: JudgingAddress(round: id, stage: sheet.stageInAddress).sheets.saying("submitted"))
        } catch let refusal as Refusal {
            let current = try await read(request, context, person)
            return .page(
                reviewPage(current, person, errors: FormError.all(of: refusal, at: "submit")),
                status: .unprocessableContent)
        }
    }

    private func reviewPage(_ sheet: JudgingSheet, _ person: SignedIn, errors: [FormError]) -> String {
        site.pages.page(
            .sheetReview, SheetReviewView(sheet, errors: errors),
            in: PageFrame(
                title: "Nộp phiếu \(sheet.sheet.entry) – CNNT", menuAt: JudgingAddress.folder,
                viewer: person.viewer))
    }

    // MARK: The dossier

    /// A paper or picture that the round lets its judges see.
    func paper(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        guard let number = Int(try context.parameters.require("number")) else { throw Problem.noSuchPage }
        let part = try await site.registry.ofJudge {
            try await $0.dossierPart(
                ofRound: try context.recordNumber(), entry: try context.entry(), number: number,
                as: person.viewer)
        }
        let isPicture = part.mediaType.hasPrefix("image/")
        var headers: HTTPFields = [.contentType: part.mediaType, .cacheControl: "private, no-store"]
        headers[.contentDisposition] =
            "\(isPicture ? "inline" : "attachment"); filename=\"\(part.fileName)\""
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: part.bytes)))
    }

    private func read(_ request: Request, _ context: SiteContext, _ person: SignedIn) async throws
        -> JudgingSheet
    {
        try await site.registry.ofJudge {
            try await $0.judgingSheet(
                round: try context.recordNumber(), entry: try context.entry(), stage: request.stage,
                as: person.viewer)
        }
    }
}

/// What a script is told of a sheet that it sent.
private struct SavedSheet: Encodable {
    let revision: String
    /// Criteria that have neither a mark nor a reason for having none.
    let lacking: Int
    /// Where it stands, in both languages, and the colour of that.
    let state: String
    let stateEnglish: String
    let tone: String

    init(_ sheet: SheetRecord) {
        revision = sheet.revision
        lacking = sheet.lacking.count
        state = sheet.standing.vi
        stateEnglish = sheet.standing.en
        tone = sheet.tone
    }
}

extension SiteContext {
    /// An entry's code, as the address has it.
    func entry() throws -> String { PercentCoding.decoded(try parameters.require("entry")) }
}

extension JudgingSheet {
    /// Whether it is written on now.
    var isOpen: Bool { round.isJudging && sheet.state != .submitted }
    /// What an address names the stage by; nil: the round has only one.
    var stageInAddress: String? { stage.name == nil ? nil : stage.id }
}

extension SheetInput {
    /// What the page's form sends.
    fileprivate init(_ fields: FormFields) {
        self.init(comment: fields[Field.comment.name])
        func read(_ field: (String) -> Field) -> [String: String] {
            let prefix = field("").name
            let names = fields.names.filter { $0.hasPrefix(prefix) }
            return Dictionary(
                uniqueKeysWithValues: names.map { (String($0.dropFirst(prefix.count)), fields[$0]) })
        }
        marks = read(Field.mark)
        absences = read(Field.absence)
        remarks = read(Field.remark)
    }
}

extension Problem {
    /// To the script of a sheet: everything that is wrong, each with its field.
    fileprivate init(unsaved refusal: Refusal, _ status: HTTPResponse.Status) {
        self.init(
            status, code: refusal.violations[0].code, detail: refusal.violations[0].text,
            violations: refusal.violations)
    }
}
