import Hummingbird
import Registry
import RuralIndustry

/// `/rounds` and `/rounds/ID`: the rounds whose results are published, and what they recognised.
struct RoundRoutes: Sendable {
    let site: Site

    func list(_ request: Request, _ context: SiteContext) async throws -> Response {
        let before = request.uri.queryParameters["before"].flatMap { Int64($0) }
        let rounds = try await site.registry.publishedRounds(
            before: before, limit: Self.pageSize, as: .anybody)
        return .public(site.pages.rounds(RoundListView(rounds, isFull: rounds.count == Self.pageSize)))
    }

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let id = try context.recordNumber()
        guard let result = try await site.registry.publishedResult(ofRound: id, as: .anybody) else {
            // the same words whether there is no such round or it is not published
            throw Problem(
                .notFound, code: "unknown-round",
                detail: Bilingual(
                    vi: "Không có kỳ bình chọn nào được công bố ở địa chỉ này.",
                    en: "No round is published at this address."))
        }
        return .public(site.pages.round(RoundView(result)))
    }

    private static let pageSize = 50
}

struct RoundListView: Sendable {
    struct Item: Sendable {
        let address: String
        let name: String
        let level: Bilingual
        let organiser: String
        let heldOn: String
        let recognised: String
    }

    let hasRounds: Bool
    let rounds: [Item]
    let hasMore: Bool
    let more: String

    init(_ rounds: [PublishedRound], isFull: Bool) {
        self.init(
            rounds: rounds.map {
                Item(
                    address: "/rounds/\($0.id)", name: $0.name, level: $0.level.name, organiser: $0.organiser,
                    heldOn: $0.heldOn.vietnamese, recognised: String($0.recognised))
            }, more: isFull ? rounds.last.map { "/rounds?before=\($0.id)" } : nil)
    }

    init(rounds: [Item], more: String?) {
        hasRounds = !rounds.isEmpty
        self.rounds = rounds
        hasMore = more != nil
        self.more = more ?? ""
    }
}

struct RoundView: Sendable {
    struct Product: Sendable {
        let address: String
        let name: String
        let makerAddress: String
        let maker: String
        let group: Bilingual
        let hasClass: Bool
        let awardClass: String
    }

    let name: String
    let level: Bilingual
    let organiser: String
    let heldOn: String
    let acts: [TextLine]
    let count: String
    let products: [Product]

    init(_ result: PublishedResult) {
        self.init(
            name: result.round.name, level: result.round.level.name, organiser: result.round.organiser,
            heldOn: result.round.heldOn.vietnamese,
            acts: result.acts.map { "\($0.number), ngày \($0.day.vietnamese)" },
            products: result.products.map { product in
                Product(
                    address: product.productID.map { "/products/\($0)" } ?? "", name: product.productName,
                    makerAddress: product.establishmentID.map { "/establishments/\($0)" } ?? "",
                    maker: product.establishmentName, group: product.group.pageName,
                    hasClass: product.awardClass != nil, awardClass: product.awardClass ?? "")
            })
    }

    init(
        name: String, level: Bilingual, organiser: String, heldOn: String, acts: [String], products: [Product]
    ) {
        self.name = name
        self.level = level
        self.organiser = organiser
        self.heldOn = heldOn
        self.acts = acts.map { TextLine(text: $0) }
        count = String(products.count)
        self.products = products
    }
}

extension Template {
    /// Shows a `RoundListView`.
    static let rounds = Template(
        name: "rounds",
        text: """
            <section class="card">
            <h1>Kỳ bình chọn đã công bố <span lang="en">Published selection rounds</span></h1>
            {{#hasRounds}}<ul class="hits">{{#rounds}}<li><a href="{{address}}">{{name}}</a>
            <span class="act">{{level.vi}} <span lang="en">{{level.en}}</span> · {{organiser}} · {{heldOn}}</span>
            <span class="badge live">{{recognised}} sản phẩm được công nhận <span lang="en">recognised</span></span></li>{{/rounds}}</ul>\
            {{/hasRounds}}
            {{^hasRounds}}<p>Chưa có kỳ nào được công bố. <span lang="en">None is published yet.</span></p>{{/hasRounds}}
            {{#hasMore}}<p><a class="load" href="{{more}}">Các kỳ trước <span lang="en">Earlier rounds</span></a></p>{{/hasMore}}
            </section>
            """)

    /// Shows a `RoundView`.
    static let round = Template(
        name: "round",
        text: """
            <section class="card">
            <p class="kind">Kết quả bình chọn <span lang="en">Result of a selection round</span></p>
            <h1>{{name}}</h1>
            <dl>
            <div><dt>Cấp <span lang="en">Level</span></dt><dd>{{level.vi}} <span lang="en">{{level.en}}</span></dd></div>
            <div><dt>Đơn vị tổ chức <span lang="en">Organiser</span></dt><dd>{{organiser}}</dd></div>
            <div><dt>Ngày <span lang="en">Held on</span></dt><dd>{{heldOn}}</dd></div>
            {{#acts}}<div><dt>Quyết định <span lang="en">Decision</span></dt><dd>{{text}}</dd></div>{{/acts}}
            </dl>
            </section>
            <section class="card">
            <h2>{{count}} sản phẩm được công nhận <span lang="en">{{count}} products recognised</span></h2>
            <ul class="hits">{{#products}}<li><a href="{{address}}">{{name}}</a>
            <span class="act"><a href="{{makerAddress}}">{{maker}}</a> · {{group.vi}} <span lang="en">{{group.en}}</span></span>
            {{#hasClass}}<span class="badge live">{{awardClass}}</span>{{/hasClass}}</li>{{/products}}</ul>
            </section>
            """)
}
