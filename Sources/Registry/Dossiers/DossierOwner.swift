import Postgres
public import RuralIndustry

/// Whose dossier: a product's, or the papers of an establishment that serve all its products.
public enum DossierOwner: Hashable, Sendable {
    case product(Int64)
    case establishment(Int64)

    public var kind: PaperOwner {
        switch self {
        case .product: .product
        case .establishment: .establishment
        }
    }

    var subject: Subject {
        switch self {
        case .product(let id): .one("product", id: id)
        case .establishment(let id): .one("establishment", id: id)
        }
    }

    var productID: Int64? { if case .product(let id) = self { id } else { nil } }

    var establishmentID: Int64? { if case .establishment(let id) = self { id } else { nil } }

    /// Papers that serve it: a product's include its establishment's. An SQL source of `dossier_paper` rows.
    var papers: SQL {
        switch self {
        case .product(let id): "papers_of_product(\(id))"
        case .establishment(let id): "(SELECT * FROM dossier_paper WHERE establishment_id = \(id))"
        }
    }

    func requireExists(in session: Session) throws {
        switch self {
        case .product(let id): _ = try session.product(id)
        case .establishment(let id): _ = try session.establishment(id)
        }
    }
}

/// How much may be on file for one product, or for one establishment.
public enum DossierLimits {
    /// Bytes of all papers that are not withdrawn; the database holds the same number (`dossier_paper_total_limit`).
    public static let total = 64 << 20
}
