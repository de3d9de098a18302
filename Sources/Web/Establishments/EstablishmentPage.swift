import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

/// `/establishments/ID`: what everybody may know of an establishment.
struct EstablishmentRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let id = try context.recordNumber()
        switch try await site.registry.publicEstablishment(id, on: site.today, as: .anybody) {
        case .found(let establishment):
            return .public(site.pages.establishment(EstablishmentView(establishment, on: site.today)))
        case .moved(let current):
            // for now only: an undone merger brings the record back
            return Response(status: .found, headers: [.location: "/establishments/\(current)"])
        case .unknown:
            throw Problem(
                .notFound, code: "unknown-establishment",
                detail: Bilingual(
                    vi: "Không có cơ sở nào ở địa chỉ này.", en: "There is no such establishment."))
        }
    }
}

extension SiteContext {
    /// The number of a record in the address.
    ///
    /// - Throws: `Problem` `no-such-page` for what is no number.
    func recordNumber() throws -> Int64 {
        let text = try parameters.require("id")
        let isNumber = text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard isNumber, let id = Int64(text) else { throw Problem.noSuchPage }
        return id
    }
}

struct EstablishmentView: Sendable {
    struct Product: Sendable {
        let address: String
        let name: String
        let group: Bilingual
        let isClosed: Bool
    }

    let name: String
    let place: String
    let wasElsewhere: Bool
    let registeredPlace: String
    let hasIndustry: Bool
    let industry: String
    /// One or none: the day on which it closed.
    let closings: [TextLine]
    let hasProducts: Bool
    let products: [Product]
    let hasAwards: Bool
    let awards: [AwardItem]

    init(_ establishment: PublicEstablishment, on day: Day) {
        self.init(
            name: establishment.name, place: establishment.placeToday ?? establishment.registeredCommune,
            registeredPlace: establishment.registeredCommune, industry: establishment.industry,
            closedOn: establishment.closedOn,
            products: establishment.products.map {
                Product(
                    address: "/products/\($0.id)", name: $0.name, group: $0.group.pageName,
                    isClosed: $0.closedOn != nil)
            },
            awards: establishment.awards.reversed().map { AwardItem($0, showsProduct: true, on: day) })
    }

    init(
        name: String, place: String, registeredPlace: String, industry: String?, closedOn: Day?,
        products: [Product],
        awards: [AwardItem]
    ) {
        self.name = name
        self.place = place
        wasElsewhere = !place.hasPrefix(registeredPlace)
        self.registeredPlace = registeredPlace
        hasIndustry = industry != nil
        self.industry = industry ?? ""
        closings = closedOn.map { [TextLine(text: $0.vietnamese)] } ?? []
        hasProducts = !products.isEmpty
        self.products = products
        hasAwards = !awards.isEmpty
        self.awards = awards
    }
}

extension Template {
    /// Shows an `EstablishmentView`.
    static let establishment = Template(
        name: "establishment",
        text: """
            <section class="card">
            <p class="kind">Cơ sở công nghiệp nông thôn <span lang="en">Rural-industry establishment</span></p>
            <h1>{{name}}</h1>
            <dl>
            <div><dt>Địa bàn <span lang="en">Place</span></dt><dd>{{place}}</dd></div>
            {{#wasElsewhere}}<div><dt>Đăng ký tại <span lang="en">Registered in</span></dt><dd>{{registeredPlace}}</dd></div>{{/wasElsewhere}}
            {{#hasIndustry}}<div><dt>Ngành nghề <span lang="en">Trade</span></dt><dd>{{industry}}</dd></div>{{/hasIndustry}}
            {{#closings}}<div><dt>Ngừng hoạt động <span lang="en">Closed</span></dt><dd>{{text}}</dd></div>{{/closings}}
            </dl>
            </section>
            <section class="card">
            <h2>Sản phẩm <span lang="en">Products</span></h2>
            {{#hasProducts}}<ul class="hits">{{#products}}<li><a href="{{address}}">{{name}}</a>
            <span class="act">{{group.vi}} <span lang="en">{{group.en}}</span></span>
            {{#isClosed}}<span class="badge none">thôi sản xuất <span lang="en">no longer made</span></span>{{/isClosed}}</li>\
            {{/products}}</ul>{{/hasProducts}}
            {{^hasProducts}}<p>Chưa đăng ký sản phẩm nào. <span lang="en">None registered.</span></p>{{/hasProducts}}
            </section>

            """ + AwardItem.list)
}
