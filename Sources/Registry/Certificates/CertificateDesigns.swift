import Documents
import Postgres
public import RuralIndustry

/// A design that the certificates of a round may be issued in.
public struct CertificateDesign: Hashable, Sendable {
    /// What it is chosen by.
    public let name: String
    /// What it is for, in its own words.
    public let title: String
    /// `A4`
    public let page: String
    /// Since when it is there; nil: it comes with the program.
    public let putInOn: Day?

    init(_ template: CertificateTemplate, putInOn: Day? = nil) {
        name = template.id
        title = template.title
        page = template.pageSize
        self.putInOn = putInOn
    }
}

extension Registry {
    /// The designs that a round's certificates may be issued in: those that come with the program, the standard one first, and
    /// what its office put in for this round or another of its own.
    public func certificateDesigns(ofRound id: Int64, as viewer: Viewer) async throws -> [CertificateDesign] {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            let shipped = try CertificateTemplate.builtInIDs.compactMap {
                try CertificateTemplate.builtIn($0)
            }
            let own = try session.ownDesigns(ofRound: id)
            return shipped.map { CertificateDesign($0) }
                + own.map { CertificateDesign($0.template, putInOn: $0.day) }
        }
    }

    /// A design as the file that another can be made from.
    ///
    /// - Throws: `template-unknown`.
    public func certificateDesignFile(
        _ name: String, ofRound id: Int64, as viewer: Viewer
    ) async throws -> String {
        try await design(name, ofRound: id, as: viewer).document.text + "\n"
    }

    /// The proof sheets of a design, as a PDF: the shortest and the longest texts that an office meets, all of them invented.
    ///
    /// - Throws: `template-unknown`; what is wrong if no sample can be drawn.
    public func certificateDesignProof(
        _ name: String, ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> [UInt8] {
        let template = try await design(name, ofRound: id, as: viewer)
        return try await workshop.work {
            let proof = try TemplateProof(template, fonts: workshop.fonts())
            if let pages = proof.pages { return pages }
            try Refusal.throwIfAny(proof.violations)
            throw PostgresError.misuse("the design \(name) has no level to draw a sample of")
        }
    }

    /// Looks at the file of a design as it would be put in, and keeps nothing.
    ///
    /// - Returns: the design with its proof sheets.
    /// - Throws: everything that is wrong with it, each with its place in the file (RFC 6901).
    public func checkCertificateDesign(
        _ file: [UInt8], ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> (design: CertificateDesign, proof: [UInt8]) {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { _ in }
        let (template, proof) = try await workshop.proven(file)
        return (CertificateDesign(template), proof)
    }

    /// Puts a design in, for the certificates of a round and of others of its organiser. A design of the same name is used no more
    /// from then on; papers that were issued in it stay as they are.
    ///
    /// - Throws: as `checkCertificateDesign`; `round-state` of a cancelled round.
    @discardableResult
    public func putInCertificateDesign(
        _ file: [UInt8], ofRound id: Int64, with workshop: PaperWorkshop, as viewer: Viewer
    ) async throws -> CertificateDesign {
        try viewer.require(.certificateIssue)
        let (template, _) = try await workshop.proven(file)
        try await change(
            .certificateIssue, of: .one("round", id: id), because: "mẫu giấy “\(template.id)”", as: viewer
        ) { session in
            let round = try session.roundForChange(id)
            try session.requireState(
                round, Set(RoundState.allCases).subtracting([.cancelled]),
                to: Bilingual(vi: "đưa mẫu giấy vào dùng", en: "put in a design"))
            try session.execute(
                """
                INSERT INTO certificate_design (round_id, name, document)
                VALUES (\(id), \(template.id), \(template.document.text))
                """)
        }
        return CertificateDesign(template)
    }

    /// The design that a round's papers are to be issued in; nil: the standard one.
    ///
    /// - Throws: `template-unknown`.
    func design(named name: String?, ofRound id: Int64, as viewer: Viewer) async throws
        -> CertificateTemplate?
    {
        guard let name else { return nil }
        return try await design(name, ofRound: id, as: viewer)
    }

    private func design(
        _ name: String, ofRound id: Int64, as viewer: Viewer
    ) async throws -> CertificateTemplate {
        try await read(.certificateIssue, of: .one("round", id: id), as: viewer) { session in
            if let builtIn = try CertificateTemplate.builtIn(name) { return builtIn }
            guard let own = try session.ownDesigns(ofRound: id).first(where: { $0.template.id == name })
            else {
                throw Refusal(
                    Violation(
                        "template-unknown", vi: "kỳ bình chọn này không có mẫu giấy “\(name)”; hãy chọn lại",
                        en: "this round has no design “\(name)”; choose another",
                        at: Place(column: "template")))
            }
            return own.template
        }
    }
}

extension PaperWorkshop {
    /// A design out of its file, that can be drawn here and holds the shortest and the longest texts.
    fileprivate func proven(
        _ file: [UInt8]
    ) async throws -> (template: CertificateTemplate, proof: [UInt8]) {
        try await work {
            let template = try CertificateTemplate(try JSONValue(parsing: file))
            guard !CertificateTemplate.builtInIDs.contains(template.id) else {
                throw Refusal(
                    Violation(
                        "template-name-taken",
                        vi: "“\(template.id)” là tên của mẫu có sẵn; hãy đặt tên khác",
                        en: "“\(template.id)” is the name of a design of the program; choose another",
                        at: Place(pointer: "/id")))
            }
            let fonts = try fonts()
            var violations: [Violation] = []
            do throws(Refusal) { try template.requireFonts(fonts) } catch { violations = error.violations }
            let proof = try TemplateProof(template, fonts: fonts)
            try Refusal.throwIfAny(violations + proof.violations)
            return (template: template, proof: proof.pages ?? [])
        }
    }
}

extension Session {
    /// What the organiser of a round put in, the last of each name, in the order of the names.
    fileprivate func ownDesigns(
        ofRound id: Int64
    ) throws -> [(template: CertificateTemplate, day: Day)] {
        try query(
            """
            SELECT DISTINCT ON (t.name) t.document, e.recorded_at
            FROM certificate_design t JOIN audit_event e USING (audit_id) JOIN round r USING (round_id)
              JOIN round here ON here.level = r.level AND here.organiser_code = r.organiser_code
                AND here.organiser_unit_id IS NOT DISTINCT FROM r.organiser_unit_id
            WHERE here.round_id = \(id)
            ORDER BY t.name, t.certificate_design_id DESC
            """
        ) { row in
            (
                template: try CertificateTemplate(
                    try JSONValue(parsing: try row("document", as: String.self))),
                day: try row("recorded_at", as: Instant.self).vietnameseDay
            )
        }
    }
}
