import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// Importing a CSV or XLSX file of records: what it would do with each row, and then the import itself, of the same file.
struct RecordImportRoutes: Sendable {
    enum Kind: Sendable { case establishments, products }

    let site: Site
    let kind: Kind

    /// Bytes of a file; it travels with the preview and back. A larger one is for `cnnt … import`.
    static let fileBytes = 2 << 20
    /// Of the form that brings it back, in base 64, with its other fields.
    static let formBytes = fileBytes / 3 * 4 + 64 * 1024

    private var address: String {
        kind == .establishments ? "/desk/establishments/import" : "/desk/products/import"
    }

    private var action: Action { kind == .establishments ? .establishmentImport : .productImport }

    func form(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(action)
        return formPage(errors: [], person)
    }

    func preview(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(action)
        let form = try await FormFields(of: request)
        do {
            guard let file = form.files["file"], !file.content.isEmpty else {
                throw Refusal(.importFileMissing)
            }
            if file.content.count > Self.fileBytes { throw Refusal(.importFileLarge) }
            let name = file.fileName ?? ""
            let preview = try await previewed(file.content, name, person)
            let view = RecordPreviewView(
                preview, name: name, action: address + "/confirm",
                content: Base64Text.text(file.content), wayBack: address)
            return .page(
                site.pages.page(
                    .recordPreview, view,
                    in: PageFrame(
                        title: "Xem trước khi nhập – CNNT", menuAt: RecordPlace.desk.menu, isWide: true,
                        viewer: person.viewer)),
                status: preview.counts == nil ? .unprocessableContent : .ok)
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return formPage(errors: FormError.ofFile(refusal), person, status: .unprocessableContent)
        }
    }

    func confirm(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        try person.require(action)
        let form = try await FormFields(of: request)
        do {
            guard let content = Base64Text.bytes(form["content"]), !content.isEmpty else {
                throw Refusal(.importFileMissing)
            }
            let counts = try await imported(content, form["name"], person)
            return .page(
                site.pages.page(
                    .recordImported, RecordImportedView(counts, wayBack: RecordPlace.desk.menu),
                    in: PageFrame(
                        title: "Đã nhập – CNNT", menuAt: RecordPlace.desk.menu, viewer: person.viewer)))
        } catch let refusal as Refusal where !refusal.isBeyondReach {
            return formPage(errors: FormError.ofFile(refusal), person, status: .unprocessableContent)
        }
    }

    private func previewed(
        _ content: [UInt8], _ name: String, _ person: SignedIn
    ) async throws -> ImportPreview {
        switch kind {
        case .establishments:
            try await site.registry.previewEstablishments(
                RecordFile.read(received: content, name: name), on: site.today, today: site.today,
                as: person.viewer)
        case .products:
            try await site.registry.previewProducts(
                RecordFile.read(received: content, name: name), as: person.viewer)
        }
    }

    private func imported(
        _ content: [UInt8], _ name: String, _ person: SignedIn
    ) async throws -> ImportCounts {
        switch kind {
        case .establishments:
            try await site.registry.importEstablishments(
                RecordFile.read(received: content, name: name), on: site.today, today: site.today,
                as: person.viewer)
        case .products:
            try await site.registry.importProducts(
                RecordFile.read(received: content, name: name), as: person.viewer)
        }
    }

    private func formPage(errors: [FormError], _ person: SignedIn, status: HTTPResponse.Status = .ok)
        -> Response
    {
        let filling = FormFilling(values: FormFields(""), errors: errors)
        let columns =
            kind == .establishments ? EstablishmentColumn.names : ProductColumn.names
        let required =
            kind == .establishments
            ? "name, legal_form, commune_code"
            : "name, group, và một trong establishment_id, establishment_tax_code, establishment_external_id"
        return .page(
            site.pages.page(
                .recordImport,
                RecordImportView(
                    title: kind == .establishments
                        ? Bilingual(vi: "Nhập tệp cơ sở", en: "Import establishments")
                        : Bilingual(vi: "Nhập tệp sản phẩm", en: "Import products"),
                    errors: errors, action: address,
                    fields: [
                        filling.file(
                            "file", Bilingual(vi: "Tệp CSV hoặc XLSX", en: "CSV or XLSX file"),
                            accept: ".csv,.xlsx",
                            hint: Bilingual(
                                vi: "Không quá 2 MB. Bước sau cho xem từng dòng trước khi ghi.",
                                en: "At most 2 MB. The next step shows every row before anything is written.")
                        )
                    ], columns: columns.joined(separator: ", "), required: required,
                    wayBack: RecordPlace.desk.menu),
                in: PageFrame(title: "Nhập tệp – CNNT", menuAt: RecordPlace.desk.menu, viewer: person.viewer)),
            status: status)
    }
}

extension FormError {
    /// What is wrong with a file, all at its one field, each with the row and column.
    static func ofFile(_ refusal: Refusal) -> [FormError] {
        refusal.violations.prefix(50).map { violation in
            let place = violation.place
            let row = place.row.map { "Dòng \($0)" }
            let column = place.column.map { "cột \($0)" }
            let at = [row, column].compactMap(\.self).joined(separator: ", ")
            let text = violation.text
            return FormError(
                field: "file",
                text: Bilingual(
                    vi: (at.isEmpty ? text.vi.capitalizedFirst : "\(at): \(text.vi)") + ".",
                    en: text.en.capitalizedFirst + "."))
        }
    }
}

extension Violation {
    fileprivate static let importFileMissing = Violation(
        "import-file-missing", vi: "chưa chọn tệp", en: "no file was chosen", at: Place(column: "file"))
    fileprivate static let importFileLarge = Violation(
        "import-file-large",
        vi:
            "tệp lớn quá 2 MB; hãy chia thành nhiều tệp nhỏ hơn, mỗi tệp giữ dòng tiêu đề, rồi nhập lần lượt",
        en:
            "the file is larger than 2 MB; divide it into smaller ones, each with the heading row, and import them one by one",
        at: Place(column: "file"))
}

struct RecordImportView: Sendable {
    let title: Bilingual
    let hasErrors: Bool
    let errors: [FormError]
    let action: String
    let fields: [FormField]
    let columns: String
    let required: String
    let wayBack: String

    init(
        title: Bilingual, errors: [FormError], action: String, fields: [FormField], columns: String,
        required: String, wayBack: String
    ) {
        self.title = title
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.action = action
        self.fields = fields
        self.columns = columns
        self.required = required
        self.wayBack = wayBack
    }
}

struct RecordPreviewView: Sendable {
    struct Row: Sendable {
        let line: String
        let name: String
        let outcome: Bilingual
        let kind: String
        let changes: [GroupedFormView.Difference]
        let told: [Bilingual]
    }

    let name: String
    let counts: [LabelledText]
    let canImport: Bool
    let action: String
    let content: String
    let rows: [Row]
    let hasMore: Bool
    let more: String
    let wayBack: String

    /// Rows that are shown: those that are wrong first.
    static let most = 500

    init(_ preview: ImportPreview, name: String, action: String, content: String, wayBack: String) {
        let pressing = preview.rows.sorted {
            ($0.outcome.urgency, $0.line) < ($1.outcome.urgency, $1.line)
        }
        self.init(
            name: name,
            counts: ImportPreview.Outcome.allCases.map {
                LabelledText(label: $0.words, value: String(preview.count($0)))
            },
            canImport: preview.counts.map { $0.added + $0.changed > 0 } ?? false,
            action: action, content: content, rows: pressing.prefix(Self.most).map(Row.init),
            more: preview.rows.count > Self.most ? preview.rows.count - Self.most : nil, wayBack: wayBack)
    }

    init(
        name: String, counts: [LabelledText], canImport: Bool, action: String, content: String, rows: [Row],
        more: Int?, wayBack: String
    ) {
        self.name = name
        self.counts = counts
        self.canImport = canImport
        self.action = action
        self.content = content
        self.rows = rows
        hasMore = more != nil
        self.more = more.map(String.init) ?? ""
        self.wayBack = wayBack
    }
}

extension RecordPreviewView.Row {
    fileprivate init(_ row: ImportPreview.Row) {
        self.init(
            line: String(row.line), name: row.name, outcome: row.outcome.words, kind: row.outcome.badge,
            changes: row.changes.map {
                GroupedFormView.Difference(
                    label: EstablishmentColumn(name: $0.column)?.heading ?? ProductColumn(name: $0.column)?
                        .heading
                        ?? Bilingual(vi: $0.column, en: $0.column), before: $0.before ?? "–",
                    after: $0.after ?? "–")
            },
            told: (row.violations + row.warnings).map { violation in
                Bilingual(
                    vi: (violation.place.column.map { "\($0): " } ?? "") + violation.text.vi,
                    en: violation.text.en)
            })
    }
}

extension ImportPreview.Outcome {
    fileprivate var badge: String {
        switch self {
        case .new: "live"
        case .changed: "expired"
        case .unchanged: "none"
        case .duplicate, .wrong: "revoked"
        }
    }

    fileprivate var urgency: Int {
        switch self {
        case .wrong: 0
        case .duplicate: 1
        case .changed: 2
        case .new: 3
        case .unchanged: 4
        }
    }
}

struct RecordImportedView: Sendable {
    let facts: [LabelledText]
    let hasWarnings: Bool
    let warnings: [Bilingual]
    let wayBack: String

    init(_ counts: ImportCounts, wayBack: String) {
        self.init(
            facts: [
                LabelledText(label: Bilingual(vi: "Thêm mới", en: "Added"), value: String(counts.added)),
                LabelledText(label: Bilingual(vi: "Thay đổi", en: "Changed"), value: String(counts.changed)),
                LabelledText(
                    label: Bilingual(vi: "Giữ nguyên", en: "Unchanged"), value: String(counts.unchanged)),
            ],
            warnings: counts.warnings.prefix(100).map {
                Bilingual(vi: ($0.place.row.map { "Dòng \($0): " } ?? "") + $0.text.vi, en: $0.text.en)
            }, wayBack: wayBack)
    }

    init(facts: [LabelledText], warnings: [Bilingual], wayBack: String) {
        self.facts = facts
        hasWarnings = !warnings.isEmpty
        self.warnings = warnings
        self.wayBack = wayBack
    }
}

extension Template {
    /// Shows a `RecordImportView`.
    static let recordImport = Template(
        name: "record-import",
        text: errorSummary + """

            <section class="card">
            <h1>{{title.vi}} <span lang="en">{{title.en}}</span></h1>
            <p class="lead">Cột bắt buộc: <span lang="en">Required columns:</span> <code>{{required}}</code></p>
            <p class="lead">Các cột: <span lang="en">All columns:</span> <code>{{columns}}</code></p>
            <form method="post" action="{{action}}" class="form" enctype="multipart/form-data" novalidate>
            \(formFields)
            <p><button class="act-button">Xem trước <span lang="en">Preview</span></button></p></form>
            <p><a href="{{wayBack}}">Quay lại <span lang="en">Back</span></a></p>
            </section>
            """)

    /// Shows a `RecordPreviewView`.
    static let recordPreview = Template(
        name: "record-preview",
        text: """
            <section class="card">
            <p class="kind">Xem trước, chưa ghi gì <span lang="en">Preview: nothing is written yet</span></p>
            <h1>{{name}}</h1>
            <dl>{{#counts}}<div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>{{/counts}}</dl>
            {{#canImport}}<form method="post" action="{{action}}" class="form" enctype="multipart/form-data">
            <input type="hidden" name="name" value="{{name}}"><input type="hidden" name="content" value="{{content}}">
            <p><button class="act-button">Nhập <span lang="en">Import</span></button></p></form>{{/canImport}}
            {{^canImport}}<p class="lead">Chưa nhập được: hãy sửa các dòng sai trong tệp rồi tải lên lại, hoặc tệp không có gì mới. \
            <span lang="en">Nothing to import: mend the wrong rows and upload the file again, or there is nothing new in it.</span></p>{{/canImport}}
            <p><a href="{{wayBack}}">Chọn tệp khác <span lang="en">Another file</span></a></p>
            </section>
            <section class="card">
            <h2>Từng dòng <span lang="en">Row by row</span></h2>
            <table><thead><tr><th scope="col">Dòng <span lang="en">Row</span></th><th scope="col">Tên <span lang="en">Name</span></th>\
            <th scope="col">Kết quả <span lang="en">Outcome</span></th></tr></thead>
            <tbody>{{#rows}}<tr><th scope="row">{{line}}</th><td>{{name}}</td><td><span class="badge {{kind}}">{{outcome.vi}} <span lang="en">{{outcome.en}}</span></span>
            <ul>{{#told}}<li>{{vi}} <span lang="en">{{en}}</span></li>{{/told}}\
            {{#changes}}<li>{{label.vi}}: <del>{{before}}</del> <ins>{{after}}</ins></li>{{/changes}}</ul></td></tr>{{/rows}}</tbody></table>
            {{#hasMore}}<p>Còn {{more}} dòng nữa. <span lang="en">{{more}} more rows.</span></p>{{/hasMore}}
            </section>
            """)

    /// Shows a `RecordImportedView`.
    static let recordImported = Template(
        name: "record-imported",
        text: """
            <section class="answer live" role="status"><p>Đã nhập tệp.</p><p lang="en">The file was imported.</p></section>
            <section class="card">
            <h1>Kết quả nhập <span lang="en">What was imported</span></h1>
            \(factLines)
            {{#hasWarnings}}<h2>Nên xem lại <span lang="en">Worth a look</span></h2>
            <ul class="lacks">{{#warnings}}<li>{{vi}} <span lang="en">{{en}}</span></li>{{/warnings}}</ul>{{/hasWarnings}}
            <p><a class="load" href="{{wayBack}}">Danh sách cơ sở <span lang="en">Establishments</span></a></p>
            </section>
            """)
}
