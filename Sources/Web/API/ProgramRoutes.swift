import Hummingbird

extension Site {
    /// `/api/v1`, beside what anybody may ask there.
    func addProgramInterface(to router: Router<SiteContext>) {
        router.program("me", get: MeInterface(site: self).me)
        let establishments = EstablishmentInterface(site: self)
        let imports = ImportInterface(site: self)
        router.program("establishments", get: establishments.list, post: establishments.add)
        let exports = ExportInterface(site: self)
        router.program("establishments/export", types: ExportInterface.types, get: exports.establishments)
        router.program("establishments/import", post: imports.establishments)
        router.program("establishments/{id}", get: establishments.get, patch: establishments.edit)
        let products = ProductInterface(site: self)
        router.program("products", get: products.list, post: products.add)
        router.program("products/export", types: ExportInterface.types, get: exports.products)
        router.program("products/import", post: imports.products)
        router.program("products/{id}", get: products.get, patch: products.edit)
        let rounds = RoundInterface(site: self)
        router.program("rounds", get: rounds.list)
        router.program("rounds/{id}", get: rounds.get)
        router.program("rounds/{id}/entries", get: rounds.entries)
        router.program("rounds/{id}/results", get: rounds.results)
        router.program("certificates", get: CertificateInterface(site: self).list)
        let fairs = FairInterface(site: self)
        router.program("fairs", get: fairs.list)
        router.program("fairs/{id}", get: fairs.get)
        router.program(
            "openapi.yaml", types: DescriptionInterface.types, get: DescriptionInterface.description)
        router.program("guide", types: ["text/html"], get: DescriptionInterface(site: self).guide)
        router.program("changes", get: ChangeInterface(site: self).list)
    }
}
