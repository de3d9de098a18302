import RuralIndustry

/// A form that a person fills in: what is wrong with it in all above it, and each thing again at its field.
struct FormView: Sendable {
    let title: Bilingual
    /// What it is for and what comes of it, a paragraph each.
    let lead: [Bilingual]
    let hasErrors: Bool
    let errors: [FormError]
    /// Where it is sent to.
    let action: String
    let hasFiles: Bool
    let fields: [FormField]
    let button: Bilingual
    let hasWayBack: Bool
    let wayBack: String

    init(
        title: Bilingual, lead: [Bilingual] = [], errors: [FormError], action: String, fields: [FormField],
        button: Bilingual, wayBack: String?
    ) {
        self.title = title
        self.lead = lead
        hasErrors = !errors.isEmpty
        self.errors = errors
        self.action = action
        hasFiles = fields.contains(where: \.isFile)
        self.fields = fields
        self.button = button
        hasWayBack = wayBack != nil
        self.wayBack = wayBack ?? ""
    }
}

extension Template {
    /// What is wrong with a form, above it, each leading to its field. Shows `hasErrors` and `errors`.
    static let errorSummary = """
        {{#hasErrors}}<section class="errors" role="alert">
        <h2>Chưa nhận được, vì: <span lang="en">There is a problem</span></h2>
        <ul>{{#errors}}<li><a href="#{{field}}">{{text.vi}} <span lang="en">{{text.en}}</span></a></li>{{/errors}}</ul>
        </section>{{/hasErrors}}
        """

    private static let about = """
        {{#hasHint}}<span class="hint" id="{{id}}-hint">{{hint.vi}} <span lang="en">{{hint.en}}</span></span>{{/hasHint}}\
        {{#isWrong}}<span class="wrong" id="{{id}}-error">{{#errors}}<span>{{text.vi}} <span lang="en">{{text.en}}</span></span>{{/errors}}\
        </span>{{/isWrong}}
        """
    private static let label = """
        {{label.vi}}{{#isOptional}} (không bắt buộc){{/isOptional}} <span lang="en">{{label.en}}\
        {{#isOptional}} (optional){{/isOptional}}</span>
        """
    private static let described = """
        {{#isDescribed}} aria-describedby="{{describedBy}}"{{/isDescribed}}{{#isWrong}} aria-invalid="true"{{/isWrong}}
        """

    /// The fields of a form. Shows `fields`: a list of `FormField`.
    static let formFields = """
        {{#fields}}{{#isHidden}}<input type="hidden" name="{{id}}" value="{{value}}">{{/isHidden}}
        {{#isLine}}<p class="field"><label for="{{id}}">\(label)</label>\(about)
        <input id="{{id}}" name="{{id}}" type="{{type}}" value="{{value}}" inputmode="{{inputMode}}" autocomplete="{{autocomplete}}"\(described)></p>{{/isLine}}
        {{#isArea}}<p class="field"><label for="{{id}}">\(label)</label>\(about)
        <textarea id="{{id}}" name="{{id}}" rows="4"\(described)>
        {{value}}</textarea></p>{{/isArea}}
        {{#isList}}<p class="field"><label for="{{id}}">\(label)</label>\(about)
        <select id="{{id}}" name="{{id}}"\(described)><option value=""></option>{{#choices}}<option value="{{value}}"\
        {{#isChosen}} selected{{/isChosen}}>{{name.vi}}</option>{{/choices}}</select></p>{{/isList}}
        {{#isFew}}<fieldset class="field"\(described)><legend>\(label)</legend>\(about)
        {{#choices}}<label class="few"><input type="radio" id="{{id}}" name="{{field}}" value="{{value}}"{{#isChosen}} checked{{/isChosen}}> \
        <span>{{name.vi}} <span lang="en">{{name.en}}</span></span></label>{{/choices}}</fieldset>{{/isFew}}
        {{#isCheck}}<p class="field">\(about){{#choices}}<label class="few"><input type="checkbox" id="{{id}}" name="{{field}}" value="{{value}}"\
        {{#isChosen}} checked{{/isChosen}}\(described)> <span>{{name.vi}} <span lang="en">{{name.en}}</span></span></label>{{/choices}}</p>{{/isCheck}}
        {{#isFile}}<p class="field"><label for="{{id}}">\(label)</label>\(about)
        <input id="{{id}}" name="{{id}}" type="file" accept="{{accept}}"\(described)></p>{{/isFile}}{{/fields}}
        """

    /// Shows a `FormView`.
    static let form = Template(
        name: "form",
        text: errorSummary + """

            <section class="card">
            <h1>{{title.vi}} <span lang="en">{{title.en}}</span></h1>
            {{#lead}}<p class="lead">{{vi}} <span lang="en">{{en}}</span></p>{{/lead}}
            <form method="post" action="{{action}}" class="form" novalidate{{#hasFiles}} enctype="multipart/form-data"{{/hasFiles}}>
            \(formFields)
            <p><button class="act-button">{{button.vi}} <span lang="en">{{button.en}}</span></button></p>
            </form>
            {{#hasWayBack}}<p><a href="{{wayBack}}">Quay lại, không lưu <span lang="en">Back without saving</span></a></p>{{/hasWayBack}}
            </section>
            """)
}
