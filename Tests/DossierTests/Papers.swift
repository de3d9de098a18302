import Postgres
import Registry
import RuralIndustry
import TestPictures
import TestSupport

/// Papers for tests: a call names what the test is about.
struct Papers {
    /// A photograph; `seed` makes it another one.
    static func photo(_ seed: Int = 0) -> IncomingPaper {
        IncomingPaper(fields(["kind": "photo"]), bytes: Picture(width: 96, height: 64, seed: seed).jpeg())
    }

    /// A PDF of a kind; `text` makes it another file.
    static func pdf(_ kind: PaperKind, text: String = "", _ more: [String: String] = [:]) -> IncomingPaper {
        IncomingPaper(
            fields(more.merging(["kind": kind.rawValue]) { $1 }),
            bytes: samplePDF("% \(kind.rawValue) \(text)"))
    }

    static func fields(_ named: [String: String]) -> Fields<PaperColumn> {
        (try? Fields(named: named)) ?? Fields()
    }

    /// What every product's dossier holds, the establishment's paper apart.
    static var ofProduct: [IncomingPaper] {
        [pdf(.registrationForm), pdf(.productDescription), photo(1), photo(2), photo(3)]
    }

    static let legalStatus = pdf(
        .legalStatus,
        ["number": "4600123456", "issuer": "Phòng Đăng ký kinh doanh", "issued_on": "2020-02-03"])
}

extension TestRegistry {
    @discardableResult
    func add(_ papers: [IncomingPaper], to owner: DossierOwner, dryRun: Bool = false) async throws
        -> [PaperRecord]
    {
        try await registry.addPapers(papers, to: owner, today: today, as: viewer, dryRun: dryRun)
    }

    func check(
        _ product: ProductRecord, _ level: SelectionLevel = .commune, exception: EntryException? = nil,
        on day: Day
    ) async throws -> DossierReport {
        try await registry.checkDossier(
            ofProduct: product.id, at: level, exception: exception, on: day, as: viewer)
    }

    /// How many rows a table has.
    func count(_ table: String) async throws -> Int64 {
        try await asOwner { try $0.value(SQL(trusted: "SELECT count(*) FROM " + table)) }
    }
}
