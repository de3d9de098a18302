import Hummingbird
import Registry
import RuralIndustry

/// `/`: the search, which is what most people come for.
struct SearchRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let text = String(FormFields(ofAddress: request.uri)["q"].prefix(Self.longest))
        guard text.contains(where: { !$0.isWhitespace }) else {
            return .public(site.pages.search(SearchView(question: "", answer: nil, problem: nil)))
        }
        do {
            // no more of anybody's records than the public's, whoever is signed in
            let answer = try await site.registry.search(
                try SearchQuery(text), SearchFilter(limit: 50), on: site.today, as: .anybody)
            let pictures = try await site.registry.firstPictures(
                ofProducts: answer.hits.filter { $0.kind == .product }.map(\.id), as: .anybody)
            return .public(
                site.pages.search(
                    SearchView(question: text, answer: answer, pictures: pictures, problem: nil)))
        } catch let violation as Violation {
            return .public(site.pages.search(SearchView(question: text, answer: nil, problem: violation)))
        }
    }

    private static let longest = 200
}

struct SearchView: Sendable {
    struct Hit: Sendable {
        let address: String
        let name: String
        let kind: Bilingual
        let detail: String
        let hasAwards: Bool
        let awards: String
        let isClosed: Bool
        /// One or none.
        let pictures: [PictureView]
    }

    let question: String
    let wasAsked: Bool
    /// What is wrong with the question: one or none.
    let problems: [Bilingual]
    let count: String
    let isNothing: Bool
    let wasCorrected: Bool
    let corrected: String
    let hits: [Hit]

    init(
        question: String, answer: SearchAnswer?, pictures: [Int64: ProductPicture] = [:], problem: Violation?
    ) {
        self.init(
            question: question, wasAsked: answer != nil, problems: problem.map { [$0.text] } ?? [],
            corrected: answer?.corrected,
            hits: answer?.hits.map { hit in
                Hit(hit, hit.kind == .product ? pictures[hit.id] : nil)
            } ?? [])
    }

    init(question: String, wasAsked: Bool, problems: [Bilingual], corrected: String?, hits: [Hit]) {
        self.question = question
        self.wasAsked = wasAsked
        self.problems = problems
        count = hits.count == 50 ? "50+" : String(hits.count)
        isNothing = wasAsked && hits.isEmpty
        wasCorrected = corrected != nil
        self.corrected = corrected ?? ""
        self.hits = hits
    }
}

extension SearchView.Hit {
    init(_ hit: SearchHit, _ picture: ProductPicture?) {
        let folder = hit.kind == .product ? "products" : "establishments"
        self.init(
            address: "/\(folder)/\(hit.id)", name: hit.name,
            kind: hit.kind == .product
                ? Bilingual(vi: "Sản phẩm", en: "product") : Bilingual(vi: "Cơ sở", en: "establishment"),
            detail: [hit.establishmentName, hit.communeName, hit.industry].compactMap(\.self).joined(
                separator: " · "),
            hasAwards: hit.awards > 0, awards: String(hit.awards), isClosed: hit.closedOn != nil,
            pictures: picture.map { [PictureView($0)] } ?? [])
    }
}

extension Template {
    /// Shows a `SearchView`.
    static let search = Template(
        name: "search",
        text: """
            <section class="card">
            <h1>Tra cứu sản phẩm và cơ sở <span lang="en">Find products and establishments</span></h1>
            <form method="get" action="/" class="form" role="search">
            <p class="field"><label for="q">Tên sản phẩm, tên cơ sở, xã, mã số thuế \
            <span lang="en">Product, establishment, commune or tax code</span></label>
            <input id="q" name="q" type="search" value="{{question}}" maxlength="200" autocomplete="off" enterkeyhint="search"></p>
            <p><button class="act-button">Tra cứu <span lang="en">Search</span></button></p>
            </form>
            <p class="act">Viết không dấu cũng tìm được. <span lang="en">Diacritics may be left out.</span></p>
            </section>
            {{#problems}}<section class="errors" role="alert"><p>{{vi}}</p><p lang="en">{{en}}</p></section>{{/problems}}
            {{#wasAsked}}<section class="card">
            <h2>{{count}} kết quả cho “{{question}}” <span lang="en">{{count}} found</span></h2>
            {{#wasCorrected}}<p>Đã tìm <strong>{{corrected}}</strong>. <span lang="en">Looked for this instead.</span></p>{{/wasCorrected}}
            {{#isNothing}}<p>Không tìm thấy. Hãy thử ít từ hơn, hoặc chỉ tên xã. \
            <span lang="en">Nothing was found. Try fewer words.</span></p>{{/isNothing}}
            <ul class="hits">{{#hits}}<li>{{#pictures}}<img class="thumb" src="{{smallAddress}}" alt="{{alternative}}" \
            width="{{width}}" height="{{height}}" loading="lazy">{{/pictures}}<a href="{{address}}">{{name}}</a>
            <span class="act">{{kind.vi}} <span lang="en">{{kind.en}}</span> · {{detail}}</span>
            {{#hasAwards}}<span class="badge live">{{awards}} lần được công nhận <span lang="en">awards</span></span>{{/hasAwards}}
            {{#isClosed}}<span class="badge none">đã ngừng <span lang="en">closed</span></span>{{/isClosed}}</li>{{/hits}}</ul>
            </section>{{/wasAsked}}
            """)
}

extension Response {
    /// A page that is the same for everybody and may change at any time.
    static func `public`(_ text: String) -> Response {
        var response = Response.html(text)
        response.headers[.cacheControl] = "no-cache"
        return response
    }
}
