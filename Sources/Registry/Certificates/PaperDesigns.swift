import Documents
public import RuralIndustry

/// A design that an office may use: of certificates, or of labels for packages.
public struct PaperDesign: Hashable, Sendable {
    public enum Kind: Sendable {
        case certificate, label
    }

    public let kind: Kind
    /// What it is chosen by: no other design of either kind has it.
    public let name: String
    /// What it is for, in its own words.
    public let title: String
    /// Nil: a label, whose size is chosen when it is printed.
    public let page: Page?
    /// Of what an office put in: another of the same name is another design. Nil: it comes with the program.
    public let id: Int64?
    /// Since when it is there; nil likewise.
    public let putInOn: Day?

    public struct Page: Hashable, Sendable {
        /// `A4`
        public let size: String
        public let isLandscape: Bool
    }

    init(_ document: DesignDocument, id: Int64? = nil, putInOn: Day? = nil) {
        switch document {
        case .certificate(let template):
            kind = .certificate
            page = Page(size: template.pageSize, isLandscape: template.isLandscape)
        case .label: (kind, page) = (.label, nil)
        }
        name = document.name
        title = document.title
        self.id = id
        self.putInOn = putInOn
    }
}

/// A design out of its file, whichever it is of.
enum DesignDocument: Sendable {
    case certificate(CertificateTemplate)
    case label(LabelTemplate)

    /// - Throws: everything that is wrong with it, each with its place in the file (RFC 6901).
    init(_ document: JSONValue) throws(Refusal) {
        self =
            LabelTemplate.isMeant(by: document)
            ? .label(try LabelTemplate(document)) : .certificate(try CertificateTemplate(document))
    }

    /// Those that come with the program: of certificates the standard one first, then of labels.
    static func builtIn() throws(Refusal) -> [DesignDocument] {
        var all: [DesignDocument] = []
        for id in CertificateTemplate.builtInIDs {
            if let template = try CertificateTemplate.builtIn(id) { all.append(.certificate(template)) }
        }
        for id in LabelTemplate.builtInIDs {
            if let template = try LabelTemplate.builtIn(id) { all.append(.label(template)) }
        }
        return all
    }

    var name: String {
        switch self {
        case .certificate(let template): template.id
        case .label(let template): template.id
        }
    }

    var title: String {
        switch self {
        case .certificate(let template): template.title
        case .label(let template): template.title
        }
    }

    var document: JSONValue {
        switch self {
        case .certificate(let template): template.document
        case .label(let template): template.document
        }
    }

    var isOfLabels: Bool {
        if case .label = self { true } else { false }
    }

    /// The proof sheets with the shortest and the longest texts, and what is wrong with them.
    func proof(fonts: FontSet) throws -> (violations: [Violation], pages: [UInt8]?) {
        switch self {
        case .certificate(let template):
            var violations: [Violation] = []
            do throws(Refusal) { try template.requireFonts(fonts) } catch { violations = error.violations }
            let proof = try TemplateProof(template, fonts: fonts)
            return (violations + proof.violations, proof.pages)
        case .label(let template):
            let proof = try LabelProof(template, fonts: fonts)
            return (proof.violations, proof.pages)
        }
    }
}
