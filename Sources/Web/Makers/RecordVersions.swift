import Registry
import RuralIndustry

extension GroupedFormView.Difference {
    init<Column: RecordColumn>(_ change: FieldChange, _: Column.Type) {
        let heading = Column(name: change.field)?.heading
        self.init(
            label: heading ?? RecordVersionsView.heading(of: change.field),
            before: Self.shown(change.before, change.field), after: Self.shown(change.after, change.field))
    }

    private static func shown(_ value: VersionValue, _ field: String) -> String {
        guard let text = value.text(in: .vietnamese), !text.isEmpty else { return "–" }
        if let column = EstablishmentColumn(name: field) { return EstablishmentForm.shown(column, text) }
        return PlainText.vietnameseDay(text.replacing("|", with: "; "))
    }
}

/// Every version of a record, the newest first, each with what it changed.
struct RecordVersionsView: Sendable {
    struct Version: Sendable {
        let number: String
        let saved: String
        let actor: String
        let action: Bilingual
        let hasReason: Bool
        let reason: String
        let hasChanges: Bool
        let changes: [GroupedFormView.Difference]
    }

    let name: String
    let versions: [Version]
    let hasMore: Bool
    /// The address of the older ones.
    let more: String
    let wayBack: String

    /// So many are on one page, each compared with the one before.
    static let most = 30

    /// - Parameters:
    ///   - entries: every version, the first first.
    ///   - before: what the address asks for: versions older than this one; nil: the latest.
    init<Column: RecordColumn>(
        _ name: String, _ entries: [VersionEntry], _ column: Column.Type, before: Int?, wayBack: String,
        differences: (Int, Int) async throws -> [FieldChange]
    ) async throws {
        let asked = before.map { before in entries.filter { $0.version < before } } ?? entries
        let shown = asked.suffix(Self.most)
        var versions: [Version] = []
        for entry in shown.reversed() {
            let changes = entry.version > 1 ? try await differences(entry.version - 1, entry.version) : []
            versions.append(
                Version(
                    number: String(entry.version), saved: entry.savedAt.vietnameseMinute, actor: entry.actor,
                    action: Action(rawValue: entry.action)?.changeWords
                        ?? Bilingual(vi: "thay đổi", en: "changed"), hasReason: entry.reason != nil,
                    reason: entry.reason ?? "",
                    hasChanges: !changes.isEmpty,
                    changes: changes.map { GroupedFormView.Difference($0, column) }))
        }
        self.init(
            name: name, versions: versions,
            more: asked.count > shown.count
                ? shown.first.map { "\(wayBack)/versions?before=\($0.version)" } : nil, wayBack: wayBack)
    }

    init(name: String, versions: [Version], more: String?, wayBack: String) {
        self.name = name
        self.versions = versions
        hasMore = more != nil
        self.more = more ?? ""
        self.wayBack = wayBack
    }

    static func heading(of field: String) -> Bilingual {
        switch field {
        case "closed_on": Bilingual(vi: "Ngày ngừng", en: "Closed on")
        case "closed_reason": Bilingual(vi: "Lý do ngừng", en: "Why closed")
        default: Bilingual(vi: field, en: field)
        }
    }
}

extension Template {
    /// Shows a `RecordVersionsView`.
    static let recordVersions = Template(
        name: "record-versions",
        text: """
            <section class="card">
            <p class="kind">Lịch sử hồ sơ <span lang="en">History of the record</span></p>
            <h1>{{name}}</h1>
            <p><a href="{{wayBack}}">Quay lại hồ sơ <span lang="en">Back to the record</span></a></p>
            </section>
            {{#versions}}<section class="card">
            <h2>Phiên bản {{number}} <span lang="en">Version {{number}}</span></h2>
            <p class="act">{{saved}} · {{actor}} · {{action.vi}} <span lang="en">{{action.en}}</span></p>
            {{#hasReason}}<p>Lý do <span lang="en">Why</span>: {{reason}}</p>{{/hasReason}}
            {{#hasChanges}}<table><thead><tr><th scope="col">Mục <span lang="en">Field</span></th><th scope="col">Trước <span lang="en">Before</span></th>\
            <th scope="col">Sau <span lang="en">After</span></th></tr></thead>
            <tbody>{{#changes}}<tr><th scope="row">{{label.vi}} <span lang="en">{{label.en}}</span></th><td><del>{{before}}</del></td>\
            <td><ins>{{after}}</ins></td></tr>{{/changes}}</tbody></table>{{/hasChanges}}
            </section>{{/versions}}
            {{#hasMore}}<p><a class="load" href="{{more}}">Các phiên bản cũ hơn <span lang="en">Older versions</span></a></p>{{/hasMore}}
            """)
}
