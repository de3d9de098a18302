import Documents
import Postgres
import RuralIndustry

// The designs that certificates were issued in, as they are kept.
extension Session {
    /// Keeps a design before the first paper is issued in it.
    func keep(_ template: IssuedTemplate) throws {
        let fonts = JSONValue.object(template.fonts.mapValues(JSONValue.string)).text
        try execute(
            """
            INSERT INTO certificate_template (identity, document, fonts)
            VALUES (decode(\(template.identity), 'hex'), \(template.template.document.text), \(fonts))
            ON CONFLICT (identity) DO NOTHING
            """)
    }

    /// All designs that papers may name: an office has few.
    func issuedTemplates() throws -> [IssuedTemplate] { try issuedTemplates("true") }

    /// The design that a certificate was issued in; nil: the standard one, from before designs were kept.
    func issuedTemplate(ofCertificate id: Int64) throws -> IssuedTemplate? {
        try issuedTemplates(
            """
            t.identity = (SELECT decode(c.paper::json ->> 'template_sha256', 'hex') FROM certificate c
              WHERE c.certificate_id = \(id))
            """
        ).first
    }

    private func issuedTemplates(_ condition: SQL) throws -> [IssuedTemplate] {
        let kept = try query(
            "SELECT t.document, t.fonts FROM certificate_template t WHERE " + condition
                + " ORDER BY t.identity"
        ) { (document: try $0("document", as: String.self), fonts: try $0("fonts", as: String.self)) }
        return try kept.map { row in
            let fonts: [String: String] =
                if case .object(let members) = try JSONValue(parsing: row.fonts) {
                    members.compactMapValues(\.string)
                } else { [:] }
            return IssuedTemplate(
                try CertificateTemplate(try JSONValue(parsing: row.document)), fonts: fonts)
        }
    }
}

extension CertificateIssue {
    /// The design with the font files that are there now; nil: the standard one.
    ///
    /// - Throws: `font-different` if the design was made with other font files, unless these are allowed.
    func issuedTemplate() throws -> IssuedTemplate? {
        guard let template else { return nil }
        guard let fonts else {
            throw PostgresError.misuse(
                "papers are issued in a template with the fonts that they will be drawn in")
        }
        if !allowsOtherFonts { try template.requireFonts(fonts) }
        return IssuedTemplate(template, fonts: fonts.hashes)
    }
}
