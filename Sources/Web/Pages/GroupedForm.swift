import RuralIndustry

/// A long form: its questions in groups, each with a heading, and what somebody else changed meanwhile above them.
struct GroupedFormView: Sendable {
    struct Group: Sendable {
        let title: Bilingual
        let fields: [FormField]
    }

    /// What a field was when the form was loaded, and what somebody made of it since.
    struct Difference: Sendable {
        let label: Bilingual
        let before: String
        let after: String
    }

    let title: Bilingual
    /// What it is for and what comes of it, a paragraph each.
    let lead: [Bilingual]
    let hasErrors: Bool
    let errors: [FormError]
    let hasDifferences: Bool
    let differences: [Difference]
    /// Where it is sent to.
    let action: String
    let hasFiles: Bool
    let groups: [Group]
    let button: Bilingual
    let hasWayBack: Bool
    let wayBack: String

    init(
        title: Bilingual, lead: [Bilingual] = [], errors: [FormError], differences: [Difference] = [],
        action: String, groups: [Group], button: Bilingual, wayBack: String?
    ) {
        self.title = title
        self.lead = lead
        hasErrors = !errors.isEmpty
        self.errors = errors
        hasDifferences = !differences.isEmpty
        self.differences = differences
        self.action = action
        hasFiles = groups.contains { $0.fields.contains(where: \.isFile) }
        self.groups = groups
        self.button = button
        hasWayBack = wayBack != nil
        self.wayBack = wayBack ?? ""
    }
}

/// A line of what is known: a heading and a value.
struct LabelledText: Sendable {
    let label: Bilingual
    let value: String
}

extension Template {
    /// Lines of what is known. Shows `facts`: a list of `LabelledText`.
    static let factLines = """
        <dl>{{#facts}}<div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>{{/facts}}</dl>
        """

    /// Shows a `GroupedFormView`.
    static let groupedForm = Template(
        name: "grouped-form",
        text: errorSummary + """

            {{#hasDifferences}}<section class="card differences" id="version" tabindex="-1">
            <h2>Người khác vừa sửa, sau khi bạn mở trang này <span lang="en">Changed by somebody else since you opened this page</span></h2>
            <table><thead><tr><th scope="col">Mục <span lang="en">Field</span></th><th scope="col">Trước <span lang="en">Before</span></th>\
            <th scope="col">Nay <span lang="en">Now</span></th></tr></thead>
            <tbody>{{#differences}}<tr><th scope="row">{{label.vi}} <span lang="en">{{label.en}}</span></th>\
            <td><del>{{before}}</del></td><td><ins>{{after}}</ins></td></tr>{{/differences}}</tbody></table>
            <p>Những gì bạn đã gõ vẫn còn dưới đây. Lưu lần nữa thì bản của bạn thay cho bản đó. \
            <span lang="en">What you typed is still below; saving again puts it in the place of theirs.</span></p>
            </section>{{/hasDifferences}}
            <section class="card">
            <h1>{{title.vi}} <span lang="en">{{title.en}}</span></h1>
            {{#lead}}<p class="lead">{{vi}} <span lang="en">{{en}}</span></p>{{/lead}}
            <form method="post" action="{{action}}" class="form" novalidate{{#hasFiles}} enctype="multipart/form-data"{{/hasFiles}}>
            {{#groups}}<fieldset class="group"><legend><h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2></legend>
            \(formFields)
            </fieldset>{{/groups}}
            <p><button class="act-button">{{button.vi}} <span lang="en">{{button.en}}</span></button></p>
            </form>
            {{#hasWayBack}}<p><a href="{{wayBack}}">Quay lại, không lưu <span lang="en">Back without saving</span></a></p>{{/hasWayBack}}
            </section>
            """)
}
