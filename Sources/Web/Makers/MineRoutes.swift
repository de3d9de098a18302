import Hummingbird
import Registry
import RuralIndustry

/// `/mine`: the establishments that somebody keeps the records of.
struct MineRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let person = try context.person(request)
        let records = try await site.registry.ownEstablishments(as: person.viewer)
        // whoever has one is led to it
        if records.count == 1, let only = records.first {
            return .redirected(to: RecordPlace.mine.establishment(only.id))
        }
        return .page(
            site.pages.page(
                .mine,
                MineView(
                    records.map {
                        .init(
                            address: RecordPlace.mine.establishment($0.id), name: $0.name,
                            place: [$0.communeName, $0.provinceName].compactMap(\.self).joined(
                                separator: ", "),
                            isClosed: $0.closedOn != nil)
                    }),
                in: PageFrame(title: "Cơ sở của tôi – CNNT", menuAt: "/mine", viewer: person.viewer)))
    }
}

struct MineView: Sendable {
    struct Establishment: Sendable {
        let address: String
        let name: String
        let place: String
        let isClosed: Bool
    }

    let hasEstablishments: Bool
    let establishments: [Establishment]

    init(_ establishments: [Establishment]) {
        hasEstablishments = !establishments.isEmpty
        self.establishments = establishments
    }
}

extension Template {
    static let makers = [
        mine, establishmentRecord, productRecord, recordVersions, establishmentList, recordImport,
        recordPreview, recordImported,
    ]

    /// Shows a `MineView`.
    static let mine = Template(
        name: "mine",
        text: """
            <section class="card">
            <h1>Cơ sở của tôi <span lang="en">My establishments</span></h1>
            {{#hasEstablishments}}<ul class="hits">{{#establishments}}<li><a href="{{address}}">{{name}}</a> <span class="act">{{place}}</span>
            {{#isClosed}}<span class="badge none">đã ngừng <span lang="en">closed</span></span>{{/isClosed}}</li>{{/establishments}}</ul>{{/hasEstablishments}}
            {{^hasEstablishments}}<p>Tài khoản này chưa được giao cơ sở nào. <span lang="en">This account keeps no establishment.</span></p>
            <p><a class="load" href="/register">Đăng ký cơ sở <span lang="en">Register an establishment</span></a></p>{{/hasEstablishments}}
            </section>
            """)
}

extension Site {
    /// The pages of records: their owners' and the officers'.
    func addMakers(to router: Router<SiteContext>) {
        router.read("/mine", MineRoutes(site: self).page)
        addRecords(to: router, at: .mine)
        addRecords(to: router, at: .desk)

        let entries = OwnEntryRoutes(site: self)
        router.read("/mine/products/{id}/enter/{round}", entries.enterForm, taking: entries.enter)
        router.read("/mine/entries/{id}/withdraw", entries.withdrawForm, taking: entries.withdraw)
        router.read("/mine/entries/{id}/complain", entries.complainForm, taking: entries.complain)
        let booths = OwnBoothRoutes(site: self)
        router.read("/mine/{id}/booths/{fair}", booths.form, taking: booths.ask)
        router.read("/mine/booth-requests/{id}/withdraw", booths.withdrawForm, taking: booths.withdraw)
        let held = HeldBoothRoutes(site: self)
        router.read("/mine/{id}/held-booths/{allocation}/confirm", held.confirmForm, taking: held.confirm)
        router.read("/mine/{id}/held-booths/{allocation}/release", held.releaseForm, taking: held.release)

        router.read("/mine/certificates/{id}/file", OwnCertificateRoutes(site: self).file)

        let desk = EstablishmentDeskRoutes(site: self)
        router.read("/desk/establishments", desk.list)
        router.read("/desk/establishments/new", desk.newForm, taking: desk.add)
        router.read("/desk/establishments/{id}/merge", desk.mergeForm, taking: desk.merge)
        router.read("/desk/establishments/{id}/unmerge", desk.unmergeForm, taking: desk.unmerge)
        let records = EstablishmentRecordRoutes(site: self, place: .desk)
        router.read("/desk/establishments/{id}/close", records.closeForm, taking: records.close)
        let makers = RecordImportRoutes(site: self, kind: .establishments)
        router.read("/desk/establishments/import", makers.form, taking: makers.preview)
        router.take("/desk/establishments/import/confirm", makers.confirm)
        let products = RecordImportRoutes(site: self, kind: .products)
        router.read("/desk/products/import", products.form, taking: products.preview)
        router.take("/desk/products/import/confirm", products.confirm)
    }

    private func addRecords(to router: Router<SiteContext>, at place: RecordPlace) {
        func maker(_ rest: String = "") -> RouterPath { RouterPath("\(place.establishments)/{id}\(rest)") }
        func product(_ rest: String = "") -> RouterPath { RouterPath("\(place.products)/{id}\(rest)") }
        func paper(_ rest: String) -> RouterPath { RouterPath("\(place.papers)/{id}\(rest)") }

        let ofMaker = OwnersPages(site: self, place: place) { .establishment($0) }
        let ofProduct = OwnersPages(site: self, place: place) { .product($0) }
        let ofPaper = OwnersPages(site: self, place: place) { .paper($0) }
        func read(
            _ path: RouterPath, _ pages: OwnersPages, _ page: @escaping OwnersPages.Handler,
            taking form: OwnersPages.Handler? = nil
        ) {
            router.read(path, pages.shown(page), taking: form.map { pages.sent($0) })
        }

        let records = EstablishmentRecordRoutes(site: self, place: place)
        read(maker(), ofMaker, records.page)
        read(maker("/edit"), ofMaker, records.editForm, taking: records.edit)
        read(maker("/versions"), ofMaker, records.versions)
        read(maker("/sites"), ofMaker, records.siteForm, taking: records.addSite)
        read(maker("/sites/{site}/close"), ofMaker, records.closeSiteForm, taking: records.closeSite)
        let products = ProductRecordRoutes(site: self, place: place)
        read(maker("/products/new"), ofMaker, products.addForm, taking: products.add)
        read(product(), ofProduct, products.page)
        read(product("/edit"), ofProduct, products.editForm, taking: products.edit)
        read(product("/close"), ofProduct, products.closeForm, taking: products.close)
        read(product("/versions"), ofProduct, products.versions)
        let papers = PaperRoutes(site: self, place: place)
        read(maker("/papers"), ofMaker, papers.establishmentForm, taking: papers.addToEstablishment)
        read(product("/papers"), ofProduct, papers.productForm, taking: papers.addToProduct)
        read(paper("/file"), ofPaper, papers.file)
        read(paper("/replace"), ofPaper, papers.replaceForm, taking: papers.replace)
        read(paper("/withdraw"), ofPaper, papers.withdrawForm, taking: papers.withdraw)
        let pictures = PictureFormRoutes(site: self, place: place)
        read(paper("/publish"), ofPaper, pictures.publishForm, taking: pictures.publish)
        read(paper("/unpublish"), ofPaper, pictures.unpublishForm, taking: pictures.unpublish)
    }
}
