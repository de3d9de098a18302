import Hummingbird
import Registry
import RuralIndustry

/// `/products/ID`: what everybody may know of a product.
struct ProductRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let id = try context.recordNumber()
        guard let product = try await site.registry.publicProduct(id, on: site.today, as: .anybody) else {
            throw Problem(
                .notFound, code: "unknown-product",
                detail: Bilingual(vi: "Không có sản phẩm nào ở địa chỉ này.", en: "There is no such product.")
            )
        }
        let pictures = try await site.registry.productPictures(id, as: .anybody)
        return .public(site.pages.product(ProductView(product, pictures, on: site.today)))
    }
}

struct ProductView: Sendable {
    let name: String
    let group: Bilingual
    let makerAddress: String
    let maker: String
    let place: String
    let hasMembers: Bool
    let members: [TextLine]
    /// One or none: what the maker says of it.
    let descriptions: [TextLine]
    /// One or none: the day since which it is no longer made.
    let closings: [TextLine]
    let hasPictures: Bool
    let pictures: [PictureView]
    let hasAwards: Bool
    let awards: [AwardItem]

    init(_ product: PublicProduct, _ pictures: [ProductPicture], on day: Day) {
        self.init(
            name: product.name, group: product.group.pageName,
            makerAddress: "/establishments/\(product.establishmentID)", maker: product.establishmentName,
            place: product.place, members: product.members, description: product.description,
            closedOn: product.closedOn, pictures: pictures.map(PictureView.init),
            awards: product.awards.reversed().map { AwardItem($0, showsProduct: false, on: day) })
    }

    init(
        name: String, group: Bilingual, makerAddress: String, maker: String, place: String, members: [String],
        description: String?, closedOn: Day?, pictures: [PictureView], awards: [AwardItem]
    ) {
        self.name = name
        self.group = group
        self.makerAddress = makerAddress
        self.maker = maker
        self.place = place
        hasMembers = !members.isEmpty
        self.members = members.map { TextLine(text: $0) }
        descriptions = description.map { [TextLine(text: $0)] } ?? []
        closings = closedOn.map { [TextLine(text: $0.vietnamese)] } ?? []
        hasPictures = !pictures.isEmpty
        self.pictures = pictures
        hasAwards = !awards.isEmpty
        self.awards = awards
    }
}

extension Template {
    /// Shows a `ProductView`.
    static let product = Template(
        name: "product",
        text: """
            <section class="card">
            <p class="kind">Sản phẩm công nghiệp nông thôn <span lang="en">Rural-industry product</span></p>
            <h1>{{name}}</h1>
            {{#hasPictures}}<ul class="pictures">{{#pictures}}<li><a href="{{address}}"><img src="{{smallAddress}}" alt="{{alternative}}" \
            width="{{width}}" height="{{height}}"></a></li>{{/pictures}}</ul>{{/hasPictures}}
            {{#descriptions}}<p>{{text}}</p>{{/descriptions}}
            <dl>
            <div><dt>Nhóm sản phẩm <span lang="en">Group</span></dt><dd>{{group.vi}} <span lang="en">{{group.en}}</span></dd></div>
            <div><dt>Cơ sở <span lang="en">Made by</span></dt><dd><a href="{{makerAddress}}">{{maker}}</a></dd></div>
            <div><dt>Địa bàn <span lang="en">Place</span></dt><dd>{{place}}</dd></div>
            {{#hasMembers}}<div><dt>Bộ sản phẩm gồm <span lang="en">The set</span></dt>\
            <dd><ul>{{#members}}<li>{{text}}</li>{{/members}}</ul></dd></div>{{/hasMembers}}
            {{#closings}}<div><dt>Thôi sản xuất <span lang="en">No longer made</span></dt><dd>{{text}}</dd></div>{{/closings}}
            </dl>
            </section>

            """ + AwardItem.list)
}
