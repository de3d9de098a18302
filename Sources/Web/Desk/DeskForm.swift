import HTTPTypes
import Hummingbird
import HummingbirdCore
import Registry
import RuralIndustry

/// One thing that is done to a round or a fair by filling in a form: shown by GET, done by POST, shown again with what is wrong with it.
struct DeskForm: Sendable {
    /// What came of sending it.
    enum Outcome: Sendable {
        /// Done; the browser goes on to this address.
        case done(String)
        /// Nothing is done yet: this is looked at before.
        case look(DeskPage)
        /// Nothing can be done: this says what is wrong with the rows of a file.
        case wrong(DeskPage)
        /// A file that was asked for.
        case file(Response)
    }

    let title: Bilingual
    var lead: [Bilingual] = []
    /// What it is filled in with before anybody has.
    var values: [String: String] = [:]
    var fields: @Sendable (FormFilling) -> [FormField] = { _ in [] }
    let button: Bilingual
    /// Where the way back leads; nil: to the page of what it is done to.
    var wayBack: String?
    let run: @Sendable (FormFields) async throws -> Outcome
}

extension Router where Context == SiteContext {
    /// A form of a round at `/desk/rounds/{id}/PATH`.
    ///
    /// - Parameters:
    ///   - action: without it the form is of no use to anybody, and not shown.
    ///   - readsMarks: the form says what closing lacks.
    func deskForm(
        _ site: Site, _ path: String, for action: Action, readsMarks: Bool = false,
        _ make: @escaping @Sendable (DeskRound) async throws -> DeskForm
    ) {
        form(at: "\(DeskRound.route)/\(path)", for: action, make) {
            try await DeskRound(site, $0, $1, readsMarks: readsMarks)
        }
    }

    /// A form of something at a path below its page.
    func form<Subject: DeskSubject>(
        _ site: Site, _ path: String, for action: Action,
        _ make: @escaping @Sendable (Subject) async throws -> DeskForm
    ) {
        form(at: "\(Subject.route)/\(path)", for: action, make) { try await Subject(site, $0, $1) }
    }

    private func form<Subject: DeskSubject>(
        at path: String, for action: Action,
        _ make: @escaping @Sendable (Subject) async throws -> DeskForm,
        opening open: @escaping @Sendable (Request, SiteContext) async throws -> Subject
    ) {
        read(RouterPath(path)) { request, context in
            let desk = try await open(request, context)
            try desk.require(action)
            let form = try await make(desk)
            return .page(form.page(desk, FormFields(filledWith: form.values), errors: []))
        } taking: { request, context in
            let desk = try await open(request, context)
            try desk.require(action)
            let fields = try await FormFields(of: request)
            let form = try await make(desk)
            if !fields[DeskForm.back].isEmpty { return .page(form.page(desk, fields, errors: [])) }
            do {
                switch try await form.run(fields) {
                case .done(let address):
                    return .redirected(to: address + (address.contains("?") ? "&" : "?") + "done=1")
                case .look(let page): return desk.answer(page)
                case .wrong(let page): return desk.answer(page, status: .unprocessableContent)
                case .file(let file): return file
                }
            } catch let refusal as Refusal {
                return form.refused(desk, fields, refusal)
            }
        }
    }

    /// A page of a round at `/desk/rounds/{id}/PATH`.
    func deskPage(
        _ site: Site, _ path: String, for action: Action,
        _ make: @escaping @Sendable (DeskRound) async throws -> Response
    ) {
        page(site, path, for: action, make)
    }

    /// A page of something at a path below its own.
    func page<Subject: DeskSubject>(
        _ site: Site, _ path: String, for action: Action,
        _ make: @escaping @Sendable (Subject) async throws -> Response
    ) {
        read("\(Subject.route)/\(path)") { request, context in
            let desk = try await Subject(site, request, context)
            try desk.require(action)
            return try await make(desk)
        }
    }
}

extension DeskForm {
    fileprivate func page(_ desk: some DeskSubject, _ fields: FormFields, errors: [FormError]) -> String {
        let filling = FormFilling(values: fields, errors: errors)
        let seen = FormFilling(values: FormFields(filledWith: [Self.seen: desk.mark]))
        return desk.site.pages.page(
            .form,
            FormView(
                title: title, lead: [Bilingual(vi: desk.name, en: "")] + lead, errors: errors,
                action: desk.uri.string, fields: [seen.hidden(Self.seen)] + self.fields(filling),
                button: button, wayBack: wayBack ?? desk.address),
            in: PageFrame(
                title: "\(title.vi) – \(desk.name) – CNNT", menuAt: "/desk", viewer: desk.viewer))
    }

    /// The form again, with each thing that is wrong at its field, or at the first where it has none of its own.
    fileprivate func refused(
        _ desk: some DeskSubject, _ fields: FormFields, _ refusal: Refusal
    ) -> Response {
        let shown = self.fields(FormFilling(values: fields)).filter { !$0.isHidden }
        let first = shown.first?.id ?? "content"
        var errors = refusal.violations.map { violation in
            let field = shown.first { $0.id == violation.place.column }
            return FormError(field: field?.id ?? first, text: Self.told(violation, at: field))
        }
        if errors.count > Self.mostErrors {
            let rest = errors.count - Self.mostErrors
            errors = Array(errors.prefix(Self.mostErrors))
            errors.append(
                FormError(
                    field: first,
                    text: Bilingual(vi: "Và \(rest) điều nữa.", en: "And " + rest.counted("more thing") + ".")
                )
            )
        }
        let hasGoneOn = !fields[Self.seen].isEmpty && fields[Self.seen] != desk.mark
        if hasGoneOn { errors.insert(FormError(field: first, text: desk.goneOn), at: 0) }
        return .page(
            page(desk, fields, errors: errors), status: hasGoneOn ? .conflict : .unprocessableContent)
    }

    /// What is wrong, in words that say of what: of a field that has to be filled in its name, of a file the row and the column.
    private static func told(_ violation: Violation, at field: FormField?) -> Bilingual {
        if ["value-missing", "text-empty"].contains(violation.code), violation.place.row == nil, let field {
            return field.isList || field.isFew || field.isFile
                ? Bilingual(vi: "Chưa chọn: \(field.label.vi).", en: "Not chosen: \(field.label.en).")
                : Bilingual(vi: "Chưa ghi: \(field.label.vi).", en: "Missing: \(field.label.en).")
        }
        guard let row = violation.place.row else { return violation.text.sentence }
        let column =
            violation.place.column.map { (vi: ", cột \($0)", en: ", column \($0)") } ?? (vi: "", en: "")
        let text = violation.text.sentence
        return Bilingual(vi: "Dòng \(row)\(column.vi): \(text.vi)", en: "Row \(row)\(column.en): \(text.en)")
    }

    private static let seen = "seen"
    /// Sent by the button of a preview that leads back to the form.
    static let back = "back"
    /// As many as somebody reads: closing a round of 400 entries may lack thousands of marks.
    private static let mostErrors = 30
}
