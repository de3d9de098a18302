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
        {{#hasAwards}}<table class="awards">
        <thead><tr><th scope="col">Năm <span lang="en">Year</span></th><th scope="col">Công nhận <span lang="en">Award</span></th>\
        <th scope="col">Quyết định <span lang="en">Decision</span></th>\
        <th scope="col">Tình trạng <span lang="en">State</span></th></tr></thead>
        <tbody>{{#awards}}
        <tr><th scope="row" class="year">{{year}}</th>
        <td class="level"><strong>{{level.vi}}</strong> <span lang="en">{{level.en}}</span>\
        {{#hasProduct}}<br><a href="{{productAddress}}">{{product}}</a>{{/hasProduct}}</td>
        <td>{{decision}} · {{issuer}}</td>
        <td><span class="badge {{state}}">{{stateName.vi}} <span lang="en">{{stateName.en}}</span></span></td></tr>
        {{/awards}}</tbody>
        </table>{{/hasAwards}}
        {{^hasAwards}}<p>Chưa có lần công nhận nào được công bố. <span lang="en">No published award yet.</span></p>{{/hasAwards}}
        </section>
        """
}
