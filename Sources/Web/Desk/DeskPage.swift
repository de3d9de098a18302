import RuralIndustry

/// A page of the desk: what something is, what can be done with it, and its records in tables. Most pages of a round are one.
struct DeskPage: Sendable {
    struct Link: Sendable {
        let address: String
        let name: Bilingual

        init(_ address: String, _ vi: String, _ en: String = "") {
            self.address = address
            name = Bilingual(vi: vi, en: en)
        }
    }

    struct Fact: Sendable {
        let label: Bilingual
        let value: String

        init(_ vi: String, _ en: String, _ value: String) {
            label = Bilingual(vi: vi, en: en)
            self.value = value
        }
    }

    struct Cell: Sendable {
        /// The heading of its column, which a narrow screen shows beside it.
        let label: Bilingual
        let text: Bilingual
        let links: [Link]
        /// A narrow screen leaves it out.
        let isEmpty: Bool

        init(label: Bilingual, text: Bilingual, links: [Link]) {
            self.label = label
            self.text = text
            self.links = links
            isEmpty = text.vi.isEmpty && links.isEmpty
        }
    }

    struct Row: Sendable {
        let cells: [Cell]
        /// The name of its place in the page; empty: it has none.
        let anchor: String
        let hasAnchor: Bool

        init(cells: [Cell], anchor: String = "") {
            self.cells = cells
            self.anchor = anchor
            hasAnchor = !anchor.isEmpty
        }
    }

    /// What a list can be narrowed to.
    struct Filters: Sendable {
        struct Choice: Sendable {
            let address: String
            let name: Bilingual
            let isHere: Bool
        }

        let label: Bilingual
        let choices: [Choice]
    }

    struct Picture: Sendable {
        let title: Bilingual
        let about: Bilingual
        /// In which every text is escaped.
        let svg: String
    }

    struct Letter: Sendable {
        let title: Bilingual
        let text: String
    }

    /// What a cell holds, before it is put under a heading.
    struct Value: Sendable {
        var text: Bilingual
        var links: [Link] = []

        static func text(_ text: String?) -> Value { Value(text: Bilingual(vi: text ?? "", en: "")) }
        static func words(_ words: Bilingual) -> Value { Value(text: words) }
        static func links(_ links: [Link]) -> Value { Value(text: Bilingual(vi: "", en: ""), links: links) }
        static func link(_ address: String, _ text: String) -> Value { links([Link(address, text)]) }
    }

    struct Table: Sendable {
        let title: Bilingual
        let hasRows: Bool
        /// What is said where there is none.
        let empty: Bilingual
        let headings: [Bilingual]
        let rows: [Row]

        /// - Parameter anchors: the names of the rows' places in the page, empty for a row without one; none at all: no row has one.
        init(
            _ title: Bilingual, empty: Bilingual, _ headings: [Bilingual], _ rows: [[Value]],
            anchors: [String] = []
        ) {
            self.title = title
            self.empty = empty
            self.headings = headings
            hasRows = !rows.isEmpty
            self.rows = rows.enumerated().map { place, values in
                Row(
                    cells: zip(headings, values).map { heading, value in
                        Cell(label: heading, text: value.text, links: value.links)
                    }, anchor: anchors.indices.contains(place) ? anchors[place] : "")
            }
        }
    }

    /// A form below the tables, as for going on from a preview.
    struct Form: Sendable {
        let action: String
        let method: String
        let hasFiles: Bool
        let fields: [FormField]
        let button: Bilingual
        /// Whether what was typed can be gone back to: the form that it was typed into is shown again, filled in.
        let mayGoBack: Bool

        /// - Parameter isQuestion: it changes nothing; what is asked is in the address then.
        init(
            action: String, isQuestion: Bool = false, fields: [FormField], button: Bilingual,
            mayGoBack: Bool = false
        ) {
            self.action = action
            method = isQuestion ? "get" : "post"
            self.fields = fields
            self.button = button
            self.mayGoBack = mayGoBack
            // texts with line breaks and much of it go better in parts
            hasFiles = !isQuestion
        }
    }

    /// The way up.
    var above: [Link] = []
    /// What it belongs to, above the title.
    var kind = ""
    let title: Bilingual
    var notices: [Bilingual] = []
    var lead: [Bilingual] = []
    var filters: [Filters] = []
    var warnings: [Bilingual] = []
    var facts: [Fact] = []
    var actions: [Link] = []
    var pictures: [Picture] = []
    /// Forms before the tables, which choose what these show.
    var questions: [Form] = []
    var tables: [Table] = []
    /// Further parts of a list that is too long for one page.
    var parts: [Link] = []
    /// Words that go out as they stand here.
    var letters: [Letter] = []
    var forms: [Form] = []

    var view: DeskPageView { DeskPageView(self) }
}

/// What the template shows of a `DeskPage`.
struct DeskPageView: Sendable {
    let above: [DeskPage.Link]
    let hasKind: Bool
    let kind: String
    let title: Bilingual
    let notices: [Bilingual]
    let lead: [Bilingual]
    let filters: [DeskPage.Filters]
    let hasWarnings: Bool
    let warnings: [Bilingual]
    let hasFacts: Bool
    let facts: [DeskPage.Fact]
    let hasActions: Bool
    let actions: [DeskPage.Link]
    let pictures: [DeskPage.Picture]
    let questions: [DeskPage.Form]
    let tables: [DeskPage.Table]
    let parts: [DeskPage.Link]
    let letters: [DeskPage.Letter]
    let forms: [DeskPage.Form]

    init(_ page: DeskPage) {
        above = page.above
        hasKind = !page.kind.isEmpty
        kind = page.kind
        title = page.title
        notices = page.notices
        lead = page.lead
        filters = page.filters
        hasWarnings = !page.warnings.isEmpty
        warnings = page.warnings
        hasFacts = !page.facts.isEmpty
        facts = page.facts
        hasActions = !page.actions.isEmpty
        actions = page.actions
        pictures = page.pictures
        questions = page.questions
        tables = page.tables
        parts = page.parts
        letters = page.letters
        forms = page.forms
    }
}

extension Bilingual {
    /// A sentence as it stands alone.
    var sentence: Bilingual {
        // who reads it is at no command line
        let told = withoutCommands
        return Bilingual(vi: Self.sentence(told.vi), en: Self.sentence(told.en))
    }

    private static func sentence(_ text: String) -> String {
        guard let last = text.last else { return "" }
        return text.prefix(1).uppercased() + text.dropFirst() + (".!?…:".contains(last) ? "" : ".")
    }
}

extension Template {
    /// The pages of officers.
    static let desk = [deskHome, deskPage, deskRound, deskEntries, deskProgress, deskProgressTable]

    /// The way up from a page of the desk. Shows `above`: links.
    static let deskCrumbs = """
        <nav class="crumbs" aria-label="Đường dẫn – Breadcrumb"><ul>{{#above}}<li><a href="{{address}}">{{name.vi}}</a></li>{{/above}}</ul></nav>
        """

    /// What was just done. Shows `notices`.
    static let deskNotices = """
        {{#notices}}<section class="answer live" role="status"><p>{{vi}}</p><p lang="en">{{en}}</p></section>{{/notices}}
        """

    /// Shows a `DeskPage.Form`.
    private static let deskForm = """
        <section class="card"><form method="{{method}}" action="{{action}}" class="form" novalidate{{#hasFiles}} enctype="multipart/form-data"{{/hasFiles}}>
        \(formFields)
        <p><button class="act-button">{{button.vi}} <span lang="en">{{button.en}}</span></button>\
        {{#mayGoBack}} <button class="quiet-button" name="\(DeskForm.back)" value="yes">Quay lại sửa <span lang="en">Back to the form</span></button>{{/mayGoBack}}</p>
        </form></section>
        """

    /// Shows a `DeskPageView`.
    static let deskPage = Template(
        name: "desk-page",
        text: deskNotices + deskCrumbs + """

            <section class="card">
            {{#hasKind}}<p class="kind">{{kind}}</p>{{/hasKind}}
            <h1>{{title.vi}} <span lang="en">{{title.en}}</span></h1>
            {{#lead}}<p class="lead">{{vi}} <span lang="en">{{en}}</span></p>{{/lead}}
            {{#hasWarnings}}<div class="lacks"><h2>Cần xem lại <span lang="en">To be looked at</span></h2>
            <ul>{{#warnings}}<li>{{vi}} <span lang="en">{{en}}</span></li>{{/warnings}}</ul></div>{{/hasWarnings}}
            {{#hasFacts}}<dl>{{#facts}}<div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>{{/facts}}</dl>{{/hasFacts}}
            {{#hasActions}}<p class="acts">{{#actions}}<a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/actions}}</p>{{/hasActions}}
            {{#filters}}<nav class="wishes" aria-label="{{label.vi}} – {{label.en}}"><p class="act">{{label.vi}} <span lang="en">{{label.en}}</span></p>
            <ul class="filters">{{#choices}}<li><a href="{{address}}"{{#isHere}} aria-current="true"{{/isHere}}>{{name.vi}} <span lang="en">{{name.en}}</span></a></li>{{/choices}}</ul></nav>{{/filters}}
            </section>
            {{#pictures}}<section class="card">
            <h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2>
            <p>{{about.vi}} <span lang="en">{{about.en}}</span></p>
            <div class="plan" role="region" tabindex="0" aria-label="{{title.vi}} – {{title.en}}">
            {{{svg}}}
            </div>
            </section>{{/pictures}}
            {{#questions}}\(deskForm){{/questions}}
            {{#tables}}<section class="card">
            <h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2>
            {{^hasRows}}<p>{{empty.vi}} <span lang="en">{{empty.en}}</span></p>{{/hasRows}}
            {{#hasRows}}<table class="records"><thead><tr>{{#headings}}<th scope="col">{{vi}} <span lang="en">{{en}}</span></th>{{/headings}}</tr></thead>
            <tbody>{{#rows}}<tr{{#hasAnchor}} id="{{anchor}}"{{/hasAnchor}}>{{#cells}}<td{{#isEmpty}} class="nothing"{{/isEmpty}}><span class="of">{{label.vi}}</span> <span>{{text.vi}} <span lang="en">{{text.en}}</span> \
            {{#links}}<a href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a> {{/links}}</span></td>{{/cells}}</tr>{{/rows}}</tbody></table>{{/hasRows}}
            </section>{{/tables}}
            {{#parts}}<p><a class="load" href="{{address}}">{{name.vi}} <span lang="en">{{name.en}}</span></a></p>{{/parts}}
            {{#letters}}<section class="card">
            <h2>{{title.vi}} <span lang="en">{{title.en}}</span></h2>
            <pre class="command">{{text}}</pre>
            </section>{{/letters}}
            {{#forms}}\(deskForm){{/forms}}
            """)
}
