import Registry
import RuralIndustry

/// An award in a list of a public page.
struct AwardItem: Sendable {
    let year: String
    let level: Bilingual
    /// The product's name then; empty where the page is about that product alone.
    let product: String
    let productAddress: String
    let hasProduct: Bool
    let decision: String
    let issuer: String
    let state: String
    let stateName: Bilingual

    /// - Parameter showsProduct: the page is about the maker.
    init(_ award: AwardRecord, showsProduct: Bool, on day: Day) {
        let status = award.status(on: day)
        year = String(award.year)
        level = award.level.name
        product = award.productName
        productAddress = award.productID.map { "/products/\($0)" } ?? ""
        hasProduct = showsProduct
        decision = "\(award.decisionNumber), \(award.decisionDate.vietnamese)"
        issuer = award.issuerName
        state = status?.rawValue ?? "none"
        stateName = AwardStatus.listed(status)
    }

    init(
        year: String, level: Bilingual, product: String, productAddress: String, decision: String,
        issuer: String
    ) {
        self.year = year
        self.level = level
        self.product = product
        self.productAddress = productAddress
        hasProduct = true
        self.decision = decision
        self.issuer = issuer
        state = "live"
        stateName = level
    }

    /// The list's part of a page that shows `awards` and `hasAwards`.
    static let list = """
        <section class="card">
        <h2>Các lần được công nhận <span lang="en">Award history</span></h2>
        {{#hasAwards}}<ol class="history">
        {{#awards}}
        <li><p class="year">{{year}}</p><div>
        <p class="level"><strong>{{level.vi}}</strong> <span lang="en">{{level.en}}</span></p>
        {{#hasProduct}}<p><a href="{{productAddress}}">{{product}}</a></p>{{/hasProduct}}
        <p class="act">{{decision}} · {{issuer}}</p>
        <p class="badge {{state}}">{{stateName.vi}} <span lang="en">{{stateName.en}}</span></p>
        </div></li>
        {{/awards}}
        </ol>{{/hasAwards}}
        {{^hasAwards}}<p>Chưa có lần công nhận nào được công bố. <span lang="en">No published award yet.</span></p>{{/hasAwards}}
        </section>
        """
}
